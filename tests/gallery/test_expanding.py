"""Migrations expand: the version before works on the tables of this one."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from gallery.models import Photo, Token
from recognizer.api.openapi import READING

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("recognizer", "gallery", "digitsite")
# The last one of each app that needs a stop; docs/upgrade.md names it, too.
CONTRACTING = {"gallery": "0006_idempotency_key"}
HARMLESS = (
    migrations.AddIndex,
    migrations.AlterModelManagers,
    migrations.AlterModelOptions,
    migrations.CreateModel,
    migrations.RemoveIndex,
    migrations.RunPython,
)
URL = "/api/v1/photos/"


def may_be_left_out(field: models.Field) -> bool:
    """Return whether a version that lacks this column can add rows."""
    return bool(field.null or field.has_db_default() or field.many_to_many)


def is_expanding(operation) -> bool:
    if isinstance(operation, migrations.AddField):
        return may_be_left_out(operation.field)
    return isinstance(operation, HARMLESS)


def find_later_migrations():
    """Return the migrations of our apps since the last one that contracts."""
    ours = {c.label for c in apps.get_app_configs() if c.name.startswith(ROOMS)}
    found = MigrationLoader(None).disk_migrations
    return {
        (app, name): migration
        for (app, name), migration in sorted(found.items())
        if app in ours and name > CONTRACTING.get(app, "")
    }


def find_versions_before():
    """Return the versions of the gallery whose processes may run beside this one."""
    later = [name for app, name in find_later_migrations() if app == "gallery"]
    return [CONTRACTING["gallery"], *later][:-1]


def test_later_migrations_only_expand():
    contracting = [
        (key, operation)
        for key, migration in find_later_migrations().items()
        for operation in migration.operations
        if not is_expanding(operation)
    ]
    assert contracting == []


@pytest.mark.parametrize(
    ("operation", "is_allowed"),
    [
        (migrations.AddField("photo", "a", models.TextField(null=True)), True),
        (migrations.AddField("photo", "a", models.TextField(db_default="")), True),
        (migrations.AddField("photo", "a", models.TextField(default="")), False),
        (migrations.RemoveField("photo", "text"), False),
        (migrations.RenameField("photo", "text", "label"), False),
        (migrations.RunSQL("DROP TABLE gallery_photo"), False),
    ],
)
def test_what_the_version_before_can_not_bear_is_found(operation, is_allowed):
    assert is_expanding(operation) is is_allowed


def test_the_documentation_names_what_needs_a_stop():
    text = (ROOT / "docs/upgrade.md").read_text()
    assert [name for name in CONTRACTING.values() if f"`{name}`" not in text] == []


@pytest.fixture(params=find_versions_before())
def before(request, transactional_db):
    """Return a function that gives the models of a version before, on these tables."""
    loader = MigrationLoader(connection)
    state = loader.project_state([("gallery", request.param)])
    return lambda name: state.apps.get_model("gallery", name)


def fields_of(key):
    """Return what the version before stores of a photo."""
    reading = {name: READING[name] for name in READING if name != "numbers"}
    return {
        "gallery_key": key,
        "file": f"photos/{key}.png",
        "width": 28,
        "height": 28,
        "reading": reading,
        "verdict": "read",
        "text": "7",
    }


def test_this_version_reads_photos_of_the_version_before(before, program):
    robot = program()
    key = Token.objects.get().gallery_key
    before("Photo").objects.create(**fields_of(key))
    [photo] = robot.get(URL).json()["results"]
    assert (photo["reading"]["text"], photo["correction"]) == (READING["text"], None)
    changed = robot.patch(photo["url"], {"correction": "4"}, "application/json")
    assert changed.status_code == 200


def test_the_version_before_reads_and_changes_photos_of_this_one(
    before, program, upload, seven
):
    robot = program()
    robot.post(URL, {"image": upload()})
    old = before("Photo").objects.get()
    before("Photo").objects.filter(pk=old.pk).update(correction="4")
    photo = Photo.objects.get()
    assert (photo.correction, old.text, bool(photo.file_sha256)) == ("4", "7", True)


def test_the_version_before_deletes_photos_of_this_one(before, program, upload, seven):
    program().post(URL, {"image": upload()})
    before("Photo").objects.all().delete()
    assert not Photo.objects.exists()


def test_the_version_before_stores_tokens_and_pairings(before):
    expires = timezone.now()
    before("Token").objects.create(id="p.h", prefix="p", hashed_key="h", name="robot")
    before("Pairing").objects.create(
        gallery_key=uuid4(), token_hash="a", expires=expires
    )
    assert Token.objects.get().state == "valid"
