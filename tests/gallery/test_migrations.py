"""Migrations run forward on a database that holds rows of the version before."""

from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.crypto import salted_hmac

from gallery.models import Pairing, Photo, Token
from recognizer.api.openapi import READING

BEFORE = [("gallery", "0005_sent_once")]
URL = "/api/v1/photos/"

# Migrations alter tables, which SQLite does not do inside the transaction of a test.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]


@pytest.fixture
def old():
    """Take the tables back to version 0005; return a function that gives its models."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    apps = executor.loader.project_state(BEFORE).apps
    yield lambda name: apps.get_model("gallery", name)
    call_command("flush", interactive=False, verbosity=0)
    migrate()


def migrate():
    call_command("migrate", verbosity=0)


def hash_of(data: bytes) -> str:
    """Return what version 0005 stored of a key or of digests of pictures."""
    return salted_hmac("gallery.sendings", data, algorithm="sha256").hexdigest()


def fields_of(key: UUID, **fields):
    """Return the fields of a photo of version 0005."""
    defaults = {"file": "photos/1.png", "width": 28, "height": 28, "verdict": "read"}
    return {"gallery_key": key, "reading": READING, "text": "7", **defaults, **fields}


def test_photos_keep_their_values(old):
    key, created = UUID(int=1), timezone.now() - timedelta(days=2)
    plain = old("Photo").objects.create(**fields_of(key, created=created))
    sent = old("Photo").objects.create(
        **fields_of(key, sending="a-0", sent="b", correction="4")
    )
    migrate()
    plain, sent = (Photo.objects.get(pk=photo.pk) for photo in (plain, sent))
    assert (plain.idempotency_key, plain.request_digest) == (None, "")
    assert (sent.idempotency_key, sent.request_digest) == ("a-0", "b")
    assert (plain.created, sent.correction, sent.text) == (created, "4", "7")


def test_other_rows_stay(old):
    expires = timezone.now()
    old("Pairing").objects.create(
        gallery_key=UUID(int=1), token_hash="a", expires=expires
    )
    old("Token").objects.create(id="p.h", prefix="p", hashed_key="h", name="robot")
    migrate()
    assert Pairing.objects.get().expires == expires
    assert Token.objects.get().name == "robot"


def test_a_request_of_before_is_recognized(old, program, upload):
    robot, picture = program(), upload()
    digest = hash_of(sha256(picture.read()).digest())
    key = Token.objects.get().gallery_key
    fields = fields_of(key, sending=f"{hash_of(b'k')}-0", sent=digest)
    photo = old("Photo").objects.create(**fields)
    migrate()
    answer = robot.post(URL, {"image": upload()}, headers={"Idempotency-Key": "k"})
    assert answer.json()["id"] == str(photo.pk)
    assert answer["Idempotent-Replayed"] == "true"


def test_a_key_stays_unique_in_its_gallery(old):
    migrate()
    names = {constraint.name for constraint in Photo._meta.constraints}
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "gallery_photo")
    assert names <= set(found)
    assert found["photo_idempotency_key"]["unique"]
    assert "photo_sent_once" not in found


@contextmanager
def without_constraint(model):
    """Drop the constraint of a model's table, as somebody might by hand."""
    constraint = model._meta.constraints.pop()
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        model._meta.constraints.append(constraint)
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)


def test_a_table_changed_by_hand_stops_the_migration_with_advice(old):
    model = old("Photo")
    photo = model.objects.create(**fields_of(UUID(int=1), sending="a-0", sent="b"))
    advice = r"no photo_sent_once.* Restore the backup"
    with without_constraint(model), pytest.raises(CommandError, match=advice):
        migrate()
    assert model.objects.get(sending="a-0") == photo
