"""The API of readings: views, parsers, serializers, OpenAPI helpers."""
