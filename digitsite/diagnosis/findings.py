"""A finding: what was looked at, what is wrong with it, and what to do."""

from dataclasses import asdict, dataclass
from typing import Literal

Status = Literal["ok", "warning", "failed"]


@dataclass(frozen=True)
class Finding:
    """The state of one part of the site.

    Attributes:
        part: its name.
        status: `failed` if the site does not work as it should; `warning` if it soon
            may not, or if that could not be found out.
        detail: what was found.
        action: what to do about it; "" if nothing.
    """

    part: str
    status: Status
    detail: str
    action: str = ""

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def ok(part: str, detail: str) -> Finding:
    return Finding(part, "ok", detail)


def warning(part: str, detail: str, action: str) -> Finding:
    return Finding(part, "warning", detail, action)


def failed(part: str, detail: str, action: str) -> Finding:
    return Finding(part, "failed", detail, action)
