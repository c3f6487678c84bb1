"""The commands by which an operator hands out tokens and takes them back."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gallery.models import Photo, Token
from gallery.services.submissions import submit_photo
from gallery.services.tokens import delete_inactive_tokens
from recognizer.jobs import Job, JobRequest, receive_pictures
from tests.support.traces import list_files

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("seven"),
]


def say(command, *options):
    out = StringIO()
    call_command(command, *options, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


@pytest.fixture
def token(upload):
    """Make a token that has kept one photo."""
    say("createtoken", "robot")
    token = Token.objects.get()
    submit_photo(token.gallery_key, upload())
    return token


def test_a_token_is_printed_alone_and_lets_in():
    key = say("createtoken", "robot", "--days", "30")
    token = Token.objects.get_from_key(key)
    left = token.expiry_date - timezone.now()
    assert (token.name, token.state) == ("robot", "valid")
    assert timedelta(days=29) < left <= timedelta(days=30)


def test_the_rest_is_said_beside_it():
    beside = StringIO()
    call_command("createtoken", "robot", stdout=StringIO(), stderr=beside)
    assert "Valid until" in beside.getvalue()


@pytest.mark.parametrize("name", ["", " ", " robot", "a\nb", "x" * 51])
def test_a_name_that_no_list_could_show_is_refused(name):
    with pytest.raises(CommandError, match="printable"):
        say("createtoken", name)


@pytest.mark.parametrize("days", ["0", "-1", "3651", "1.5", "x", "\u0663"])
def test_days_that_make_no_sense_are_refused(days):
    with pytest.raises(CommandError, match="Give 1 to 3650 days"):
        say("createtoken", "robot", f"--days={days}")


def test_a_name_is_given_once_until_it_is_revoked(token):
    with pytest.raises(CommandError, match="Revoke it first"):
        say("createtoken", "robot")
    say("revoketoken", "robot")
    assert say("createtoken", "robot")


def test_tokens_are_listed_without_what_lets_in(token):
    key = say("createtoken", "second one", "--days", "1")
    Token.objects.filter(name="second one").update(expiry_date=timezone.now())
    head, second, first = say("listtokens").splitlines()
    assert head.split() == ["NAME", "BEGINS", "CREATED", "EXPIRES", "STATE", "PHOTOS"]
    assert first.split()[:2] == ["robot", token.prefix]
    assert first.split()[-2:] == ["valid", "1"]
    assert second.split()[-2:] == ["expired", "0"]
    assert key.partition(".")[2] not in second


def test_a_list_of_none_is_its_head_alone():
    assert len(say("listtokens").splitlines()) == 1


def test_a_revoked_token_leaves_its_photos_to_age(token):
    assert say("revoketoken", "robot") == (
        "Revoked; 1 photos stay until they are 30 days old."
    )
    assert Token.objects.get().state == "revoked"
    assert Photo.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_revoked_token_can_take_its_photos_along(token, own_media, upload):
    other = submit_photo(uuid4(), upload()).photo
    say("revoketoken", "robot")
    assert say("revoketoken", "robot", "--delete-photos") == (
        "Revoked; 1 photos deleted."
    )
    assert Photo.objects.get() == other
    assert len(list_files(own_media)) == 3


@pytest.mark.django_db(transaction=True)
def test_a_revoked_token_takes_its_jobs_along_too(token, upload):
    for owner in (token.gallery_key, uuid4()):
        receive_pictures(JobRequest(owner), [upload()])
    say("revoketoken", "robot", "--delete-photos")
    assert Job.objects.get().owner != token.gallery_key


def test_what_is_not_there_cannot_be_revoked():
    with pytest.raises(CommandError, match="There is no token robot"):
        say("revoketoken", "robot")


@pytest.mark.parametrize(
    "over",
    [{"revoked": True}, {"expiry_date": timezone.now() - timedelta(days=1)}],
    ids=["revoked", "expired"],
)
def test_a_token_that_is_over_is_forgotten_with_its_last_photo(token, over):
    Token.objects.update(**over)
    delete_inactive_tokens()
    assert Token.objects.exists()
    Photo.objects.update(created=timezone.now() - timedelta(days=31))
    say("prunephotos")
    assert not Token.objects.exists()


def test_a_token_that_is_not_over_is_never_forgotten():
    say("createtoken", "robot")
    say("prunephotos")
    assert Token.objects.exists()
