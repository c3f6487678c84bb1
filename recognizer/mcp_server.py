"""A server for the Model Context Protocol: language models read digits by one tool.

It needs the packages of requirements-mcp.txt, and is imported by `manage.py mcp` alone.
"""

import threading
from typing import Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from recognizer.bulk.tasks import FileAccessError, read_bytes, recognize
from recognizer.errors import RecognizerError
from recognizer.inference import engine
from recognizer.intake.uploads import from_base64, read_upload
from recognizer.readings import Reading

INSTRUCTIONS = (
    "Reads handwritten digits from photos, scans and drawings. Rely on the text of a "
    "reading only if its verdict is `read`; ask a person about `unsure` ones."
)
ONE_SOURCE = "Give either `path` or `image`, and not both."
NOT_BASE64 = "`image` is not base64. Send a picture in base64 or as a data URL."

Path = Annotated[str, Field(description="Path of a picture on this machine.")]
Image = Annotated[
    str, Field(description="A picture in base64, plain or as a data URL.")
]


class ReadDigit(BaseModel):
    """One digit."""

    label: Annotated[int, Field(description="0 to 9.")]
    confidence: Annotated[float, Field(description="Probability that it is right.")]
    box: Annotated[
        list[int], Field(description="Left, top, right, bottom in pixels of the photo.")
    ]


class ReadNumber(BaseModel):
    """Digits that belong together, as a number, date or amount."""

    text: Annotated[str, Field(description="As written, with signs such as . , - /")]
    confidence: Annotated[float, Field(description="Probability that it is right.")]
    line: Annotated[int, Field(description="Line of the page, from 0.")]


class DigitReading(BaseModel):
    """What was read from a picture."""

    text: Annotated[str, Field(description="The digits; lines are joined by \\n.")]
    verdict: Annotated[
        str,
        Field(
            description="`read`: right in at least 99 of 100 cases. `nothing`: no "
            "digits. `unsure`: a best guess that a person has to check."
        ),
    ]
    confidence: Annotated[
        float, Field(description="Probability that the whole text is right.")
    ]
    numbers: Annotated[list[ReadNumber], Field(description="From top to bottom.")]
    digits: Annotated[list[ReadDigit], Field(description="In the order of the text.")]


def build_server() -> MCPServer[Any]:
    """Return the server with its tool."""
    server: MCPServer[Any] = MCPServer(
        "digitsite", instructions=INSTRUCTIONS, log_level="WARNING"
    )
    harmless = ToolAnnotations(
        read_only_hint=True, idempotent_hint=True, open_world_hint=False
    )
    server.tool(title="Read handwritten digits", annotations=harmless)(read_digits)
    return server


def serve() -> None:
    """Serve the client at standard input and output until it ends."""
    # Clients wait for an answer to their first message only for seconds.
    threading.Thread(target=engine.load_model, daemon=True).start()
    build_server().run("stdio")


def read_digits(path: Path = "", image: Image = "") -> DigitReading:
    """Read the handwritten digits in one picture; nothing is stored.

    Give a `path` or an `image`: JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC or AVIF.
    """
    if bool(path) == bool(image):
        raise ToolError(ONE_SOURCE)
    try:
        _, reading = recognize(read_bytes(path) if path else decode(image))
    except RecognizerError as error:
        raise ToolError(f"{error.code}: {error.message}") from error
    except FileAccessError as error:
        raise ToolError(f"The file can't be read: {error}") from error
    return to_digit_reading(reading)


def decode(image: str) -> bytes:
    """Return the bytes of a picture in base64, under the limits of an upload.

    Raises:
        RecognizerError: if it is empty or too large.
    """
    try:
        return read_upload(from_base64(image))
    except ValueError as error:
        raise ToolError(NOT_BASE64) from error


def to_digit_reading(reading: Reading) -> DigitReading:
    """Return a reading without the probabilities of other digits."""
    return DigitReading(
        text=reading.text,
        verdict=reading.verdict,
        confidence=reading.confidence,
        numbers=[
            ReadNumber(text=n.text, confidence=n.confidence, line=n.line)
            for n in reading.numbers
        ],
        digits=[
            ReadDigit(label=d.label, confidence=d.confidence, box=list(d.box))
            for d in reading.digits
        ],
    )
