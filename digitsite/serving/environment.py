"""Settings of the environment, refused with their names where they make no sense."""

import re
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

TRUE, FALSE = {"1", "on", "true", "y", "yes"}, {"0", "off", "false", "n", "no"}
RATE = re.compile(r"off|\d+/(s|sec|second|m|min|minute|h|hour|d|day)")
NUMBER = re.compile(r"[+-]?\d[\d_]*")
SWITCH = re.compile("|".join(sorted(TRUE | FALSE)), re.IGNORECASE)
# What a value of a type looks like, and how an error says so.
FORMS = {int: (NUMBER, "a whole number"), bool: (SWITCH, "1 or 0")}


class LineMapping(FileAwareMapping):  # type: ignore[misc]
    """Values without the line break at the end of a file."""

    def __getitem__(self, key: str) -> str:
        try:
            return str(super().__getitem__(key)).rstrip("\r\n")
        except OSError as e:
            detail = f"{key}_FILE can't be read: {e.filename}: {e.strerror}."
            raise ImproperlyConfigured(detail) from e


class SettingsEnv(environ.FileAwareEnv):  # type: ignore[misc]
    """Read settings; a number or a switch without a value counts as not set.

    Raises:
        ImproperlyConfigured: by each method, if a value is not of its type.
    """

    ENVIRON = LineMapping()
    BOOLEAN_TRUE_STRINGS = tuple(TRUE)

    def get_value(
        self,
        var: str,
        cast: Any = None,
        default: Any = environ.Env.NOTSET,
        parse_default: bool = False,
    ) -> Any:
        if cast is int or cast is bool:
            pattern, meaning = FORMS[cast]
            text = self.ENVIRON.get(var, "").strip()
            if not text:
                return default
            if not pattern.fullmatch(text):
                raise ImproperlyConfigured(f"{var} has to be {meaning}, not {text!r}.")
        return super().get_value(var, cast, default, parse_default)

    def rate(self, var: str, default: str) -> str:
        """Return how much one client may do in a time, such as `600/min`."""
        text = str(self(var, default=default)).strip()
        if not RATE.fullmatch(text):
            detail = f"{var} has to be such as 600/min, 60/hour or off, not {text!r}."
            raise ImproperlyConfigured(detail)
        return text
