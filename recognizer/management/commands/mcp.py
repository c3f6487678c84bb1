"""Serve a language model's client by the Model Context Protocol."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Serve the tool `read_digits` to a client of the Model Context Protocol that "
        "starts this command, at standard input and output."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from recognizer.mcp_server import serve
        except ModuleNotFoundError as e:
            # The site itself does not need it.
            raise CommandError(
                f"The package {e.name} is missing: run pip install -r "
                "requirements-mcp.txt."
            ) from e
        serve()
