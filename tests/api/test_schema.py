"""The schema says all there is to say, and its examples are true."""

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from digitsite.exceptions import STATUSES
from recognizer.api.openapi import SEVEN
from recognizer.intake.uploads import from_base64
from tests.support.hostile import opened


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    import json

    path = tmp_path_factory.mktemp("schema") / "schema.json"
    call_command("spectacular", "--format=openapi-json", f"--file={path}")
    return json.loads(path.read_text())


def operations(schema):
    return [
        operation
        for methods in schema["paths"].values()
        for operation in methods.values()
    ]


def contents(schema):
    """Return what operations take and answer, with a name each."""
    for operation in operations(schema):
        name = operation["operationId"]
        bodies = {"takes": operation.get("requestBody", {}), **operation["responses"]}
        for status, body in bodies.items():
            for kind, content in body.get("content", {}).items():
                yield f"{name} {status} {kind}", content


def properties(part, name=""):
    """Return every property that a part of the schema tells of, however deep."""
    if isinstance(part, list):
        part = dict(enumerate(part))
    if not isinstance(part, dict) or name.endswith(("example", "examples")):
        return
    described = part.get("properties", {})
    for field, value in described.items() if isinstance(described, dict) else ():
        yield f"{name}.{field}", value
    for key, value in part.items():
        yield from properties(value, f"{name}.{key}")


def test_every_field_is_described(schema):
    bare = [
        name
        for name, described in properties(schema)
        if not described.get("description") and "$ref" not in described
    ]
    assert bare == []


def test_every_object_is_described(schema):
    known = schema["components"]["schemas"]
    bare = [
        name
        for name, described in known.items()
        if not described.get("description") and "oneOf" not in described
    ]
    assert bare == []


def test_every_operation_parameter_and_answer_is_described(schema):
    for operation in operations(schema):
        name = operation["operationId"]
        assert operation["summary"], name
        assert operation["description"], name
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (name, parameter["name"])
        for status, answer in operation["responses"].items():
            assert answer["description"], (name, status)


def test_every_code_is_answered_somewhere(schema):
    described = {
        example["value"]["code"]
        for name, content in contents(schema)
        if content["schema"].get("$ref", "").endswith("/Error")
        for example in content["examples"].values()
    }
    # Only /readyz answers it, which is no operation of the API.
    assert described == set(STATUSES) - {"not_ready"}


def test_every_answer_in_json_has_an_example(schema):
    bare = [
        name
        for name, content in contents(schema)
        if name.endswith("/json") and "takes" not in name and "examples" not in content
    ]
    assert bare == []


def test_every_example_is_true_to_its_schema(schema):
    for name, content in contents(schema):
        whole = {**content["schema"], "components": schema["components"]}
        for example in content.get("examples", {}).values():
            problems = list(Draft202012Validator(whole).iter_errors(example["value"]))
            assert problems == [], name


def test_what_is_taken_is_needed(schema):
    assert all(
        o["requestBody"]["required"] for o in operations(schema) if "requestBody" in o
    )


@pytest.mark.parametrize(
    ("form", "is_taken"),
    [
        ({"image": ""}, True),
        ({"images": [""] * 32}, True),
        ({"image": "", "images": [""] * 31}, True),
        ({}, False),
        ({"images": [""] * 33}, False),
        ({"image": "", "images": [""] * 32}, False),
    ],
)
def test_no_more_pictures_than_the_limit_are_said_to_be_taken(schema, form, is_taken):
    keep = schema["paths"]["/api/v1/photos/"]["post"]
    taken = keep["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert Draft202012Validator(taken).is_valid(form) == is_taken


def test_the_example_of_a_picture_is_one():
    assert opened(from_base64(SEVEN).read()).size == (8, 8)
