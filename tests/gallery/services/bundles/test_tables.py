"""Each table is in a bundle or left out, and its rows are written and read again."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import CharField

from gallery.identity import PAIRING_FIELD, SESSION_FIELD
from gallery.services.bundles import tables
from gallery.services.bundles.errors import BundleError
from gallery.services.bundles.tables import (
    LEFT_OUT,
    PHOTOS,
    TABLES,
    compute_digest,
    get_default,
    to_line,
)

TOKENS, SESSIONS, _ = TABLES
CREATED = "2026-01-02T03:04:05.000006+00:00"
TOKEN = {"id": "p.h", "prefix": "p", "hashed_key": "h", "name": "robot"}
TOKEN |= {"created": CREATED}


def test_each_table_of_the_site_is_kept_or_left_out():
    models = apps.get_models(include_auto_created=True)
    kept = {table.label for table in TABLES}
    assert not kept & LEFT_OUT.keys()
    assert {model._meta.label_lower for model in models} == kept | LEFT_OUT.keys(), (
        "Decide for each new model, in gallery/services/bundles/tables.py, whether a "
        "backup holds its rows."
    )


def test_what_is_left_out_of_a_row_is_a_column_of_it():
    for table in TABLES:
        assert table.rebuilt <= {column.name for column in table.columns}


def test_a_row_has_values_of_json_and_the_same_again():
    key = uuid4()
    row = TOKENS.to_row(TOKEN | {"gallery_key": str(key)})
    assert (row["gallery_key"], row["created"].year) == (key, 2026)
    record = TOKENS.to_record(row)
    assert (record["gallery_key"], record["created"]) == (str(key), CREATED)
    assert TOKENS.to_row(record) == row


def test_columns_that_an_earlier_version_lacked_get_their_defaults():
    row = TOKENS.to_row(TOKEN)
    assert (row["revoked"], row["expiry_date"]) == (False, None)
    assert isinstance(row["gallery_key"], UUID)


def test_a_default_of_the_database_is_taken_as_well():
    assert get_default(CharField(db_default="a")) == "a"
    assert get_default(CharField(db_default="a", default="b")) == "b"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"color": "red"}, "gallery.token have a column color, .* does not know"),
        ({"gallery_key": "x"}, "gallery.token has a wrong gallery_key"),
        ({"revoked": "x"}, "gallery.token has a wrong revoked"),
        ({"prefix": None}, "gallery.token has no prefix"),
    ],
)
def test_a_row_that_does_not_fit_is_refused(change, message):
    with pytest.raises(BundleError, match=message):
        TOKENS.to_row(TOKEN | change)


def test_a_row_without_its_key_is_refused():
    with pytest.raises(BundleError, match=r"gallery.photo has no id"):
        PHOTOS.to_row({})


def test_a_photo_is_written_without_its_thumbnails():
    row = dict.fromkeys(column.attname for column in PHOTOS.columns)
    record = PHOTOS.to_record(row | {"thumbnail": "thumbnails/a.webp"})
    assert {"file", "reading", "correction"} <= record.keys()
    assert not {"thumbnail", "small_thumbnail"} & record.keys()


@pytest.fixture
def session_row():
    """Return a function that builds the row of a session with these values."""

    def build(**values):
        data = SessionStore().encode(values)
        expires = datetime(2026, 1, 1, tzinfo=UTC)
        return {"session_key": "s", "session_data": data, "expire_date": expires}

    return build


def test_of_a_session_only_its_gallery_is_kept(session_row):
    row = session_row(**{SESSION_FIELD: "key", PAIRING_FIELD: "pairing"})
    record = SESSIONS.to_record(row)
    assert record.keys() == {"session_key", "expire_date", SESSION_FIELD}
    restored = Session(**SESSIONS.to_row(record))
    assert restored.get_decoded() == {SESSION_FIELD: "key"}
    assert restored.session_key == "s"


def test_a_session_without_a_gallery_of_its_own_is_left_out(session_row):
    assert SESSIONS.to_record(session_row(**{PAIRING_FIELD: "pairing"})) is None


def test_a_restored_session_is_signed_with_the_key_of_the_site(session_row, settings):
    record = SESSIONS.to_record(session_row(**{SESSION_FIELD: "key"}))
    settings.SECRET_KEY = "of-another-site"
    assert Session(**SESSIONS.to_row(record)).get_decoded() == {SESSION_FIELD: "key"}


def test_a_line_does_not_depend_on_the_order_of_names():
    assert to_line({"a": 1, "b": "ä"}) == to_line({"b": "ä", "a": 1})
    assert to_line({"a": [1.5, None]}) == b'{"a":[1.5,null]}\n'


def test_sets_of_rows_are_compared_in_any_order():
    rows = [{"id": n} for n in range(3)]
    assert compute_digest(rows) == compute_digest(reversed(rows))
    assert compute_digest(rows) != compute_digest(rows[:2])


def test_rows_are_counted_in_words():
    counts = {"gallery.photo": 2, "sessions.session": 1}
    assert tables.describe_rows(counts) == "0 tokens, 1 sessions, 2 photos"
