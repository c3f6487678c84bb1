"""Language models read digits by the Model Context Protocol, as a client sees it."""

import base64
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from mcp import Client, StdioServerParameters

from recognizer.mcp_server import NOT_BASE64, ONE_SOURCE, build_server
from tests.support.drawing import encoded, page_of, paper
from tests.support.event_loops import run_apart

ROOT = Path(__file__).parent.parent.parent
PROCESS_SECONDS = 60


def call(server, arguments, **options):
    """Return the tools of a server, and what one call of `read_digits` answers."""

    async def ask():
        async with Client(server, **options) as client:
            tools = (await client.list_tools()).tools
            return tools, await client.call_tool("read_digits", arguments)

    return run_apart(ask)


def to_base64(data):
    return base64.b64encode(data).decode()


@pytest.fixture
def ask(seven):
    """Return a function that calls the tool in this process."""
    return lambda **arguments: call(build_server(), arguments)[1]


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(encoded(page_of("7")))
    return path


def test_a_client_starts_the_command_and_reads_a_file(photo):
    server = StdioServerParameters(
        command=sys.executable,
        args=["manage.py", "mcp"],
        cwd=ROOT,
        env={
            "DJANGO_DEBUG": "1",
            "DIGIT_ENGINE": "tests.support.engines.load_seven",
        },
    )
    arguments = {"path": str(photo)}
    tools, answer = call(server, arguments, read_timeout_seconds=PROCESS_SECONDS)
    assert [tool.name for tool in tools] == ["read_digits"]
    assert not answer.is_error
    assert answer.structured_content["text"] == "7"


def test_the_tool_and_all_that_it_answers_are_described(seven):
    [tool], _ = call(build_server(), {})
    described = [tool.input_schema, tool.output_schema]
    described += tool.output_schema["$defs"].values()
    fields = [field for schema in described for field in schema["properties"].values()]
    assert tool.description
    assert [field for field in fields if not field.get("description")] == []
    assert tool.annotations.read_only_hint


def test_a_picture_in_base64_is_read(ask):
    answer = ask(image=to_base64(encoded(page_of("7"))))
    reading = answer.structured_content
    assert (reading["text"], reading["verdict"]) == ("7", "read")
    [digit], [number] = reading["digits"], reading["numbers"]
    assert (digit["label"], number["text"]) == (7, "7")
    assert len(digit["box"]) == 4


def test_a_blank_picture_has_no_digits(ask):
    reading = ask(image=to_base64(encoded(paper()))).structured_content
    assert (reading["text"], reading["verdict"]) == ("", "nothing")
    assert reading["digits"] == []


def test_a_data_url_is_read_too(ask):
    url = f"data:image/png;base64,{to_base64(encoded(page_of('7')))}"
    assert ask(image=url).structured_content["text"] == "7"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, ONE_SOURCE),
        ({"path": "a.png", "image": "aaaa"}, ONE_SOURCE),
        ({"image": "no base64!"}, NOT_BASE64),
        ({"image": to_base64(b"no picture")}, "unsupported_format: "),
        ({"path": "missing/photo.png"}, "The file can't be read: "),
    ],
)
def test_what_cannot_be_read_is_explained(ask, arguments, words):
    answer = ask(**arguments)
    assert answer.is_error
    assert words in answer.content[0].text


def test_the_limits_of_an_upload_hold(ask, photo, settings):
    settings.PHOTO_MAX_BYTES = 100
    for arguments in ({"path": str(photo)}, {"image": to_base64(b"x" * 101)}):
        assert "photo_too_large: " in ask(**arguments).content[0].text


def test_a_model_that_is_missing_is_explained(photo, broken_model):
    _, answer = call(build_server(), {"path": str(photo)})
    assert "model_unavailable: " in answer.content[0].text


def test_without_the_sdk_the_command_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "recognizer.mcp_server")
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(CommandError, match=r"requirements-mcp\.txt"):
        call_command("mcp")
