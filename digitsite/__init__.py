"""The Django project: settings, routes, error table, middleware, health, metrics."""
