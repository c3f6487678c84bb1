"""Requests whose texts are UTF-8, whatever charset their Content-Type names."""

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest


class Utf8Texts:
    """Keeps the charset of a request from being used.

    Django takes any codec of Python, and fails where that decodes no text, as `hex`.
    """

    @property
    def encoding(self) -> None:
        """The encoding of query and form; None stands for UTF-8."""

    @encoding.setter
    def encoding(self, charset: str | None) -> None:
        pass


class Utf8WSGIRequest(Utf8Texts, WSGIRequest):  # type: ignore[misc]
    """A request by WSGI."""


class Utf8ASGIRequest(Utf8Texts, ASGIRequest):  # type: ignore[misc]
    """A request by ASGI."""
