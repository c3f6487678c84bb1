"""A gallery is walked page by page, whatever is added and deleted meanwhile."""

import random
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.signing import Signer
from django.utils import timezone

from gallery.models import Photo, Token

URL = "/api/v1/photos/"
NOW = timezone.now()

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


@pytest.fixture
def robot(program):
    return program()


@pytest.fixture
def add(robot):
    """Return a function that puts a row into the program's gallery."""
    key = Token.objects.get().gallery_key
    sizes = {"width": 1, "height": 1, "reading": {"text": "7", "digits": []}}

    def build(age=0, pk=None):
        created = NOW - timedelta(seconds=age)
        made = Photo(pk=pk or uuid4(), gallery_key=key, created=created, **sizes)
        made.save()
        return str(made.pk)

    return build


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Tell of a photo its id alone: the rows of these tests have no files."""
    monkeypatch.setattr(
        "gallery.api.serializers.PhotoSerializer.to_representation",
        lambda serializer, photo: {"id": str(photo.pk)},
    )


def ids(page):
    return [photo["id"] for photo in page["results"]]


def get(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.json()


def walk(client, page, way="next"):
    """Give this page and all that follow it."""
    yield page
    while page[way]:
        page = get(client, page[way])
        yield page


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("is_same_moment", [False, True])
def test_every_photo_is_seen_once_there_and_back(robot, add, size, is_same_moment):
    made = {add(0 if is_same_moment else age) for age in range(5)}
    there = list(walk(robot, get(robot, f"{URL}?page_size={size}")))
    back = list(walk(robot, there[-1], "previous"))
    seen = [pk for page in there for pk in ids(page)]
    assert len(seen) == 5
    assert set(seen) == made
    assert [ids(page) for page in back] == [ids(page) for page in there[::-1]]
    assert there[0]["previous"] is there[-1]["next"] is None


@pytest.mark.parametrize("seed", range(12))
def test_what_stays_is_seen_once_whatever_comes_and_goes(robot, add, seed):
    dice = random.Random(seed)
    # Few moments, so that many photos share one.
    made = [add(dice.randrange(4), UUID(int=dice.getrandbits(128))) for _ in range(30)]
    doomed = set(dice.sample(made, 12))
    stays, seen = set(made) - doomed, []
    for page in walk(robot, get(robot, f"{URL}?page_size={dice.randint(1, 5)}")):
        seen += ids(page)
        add(dice.choice([-1, 0, 1, 2, 3, 4]), UUID(int=dice.getrandbits(128)))
        if doomed:
            Photo.objects.filter(pk=doomed.pop()).delete()
    assert len(seen) == len(set(seen))
    assert stays <= set(seen)


def test_a_place_outlives_its_photo(robot, add):
    made = [add(age) for age in range(4)]
    first = get(robot, f"{URL}?page_size=2")
    Photo.objects.filter(pk__in=made[:2]).delete()
    assert ids(get(robot, first["next"])) == made[2:]


def test_what_is_added_is_before_the_first_page(robot, add):
    made = [add(age) for age in range(4)]
    first = get(robot, f"{URL}?page_size=2")
    newest = add(-1)
    second = get(robot, first["next"])
    assert ids(second) == made[2:]
    before = get(robot, second["previous"])
    assert ids(before) == made[:2]
    assert ids(get(robot, before["previous"])) == [newest]


def test_from_an_empty_page_the_way_leads_back(robot, add):
    made = [add(age) for age in range(4)]
    first = get(robot, f"{URL}?page_size=2")
    Photo.objects.filter(pk__in=made[2:]).delete()
    empty = get(robot, first["next"])
    assert (ids(empty), empty["next"]) == ([], None)
    assert ids(get(robot, empty["previous"])) == made[:2]


def test_from_an_empty_page_before_the_first_the_way_leads_on(robot, add):
    made = [add(age) for age in range(4)]
    second = get(robot, get(robot, f"{URL}?page_size=2")["next"])
    Photo.objects.filter(pk__in=made[:2]).delete()
    empty = get(robot, second["previous"])
    assert (ids(empty), empty["previous"]) == ([], None)
    assert ids(get(robot, empty["next"])) == made[2:]


def test_an_emptied_gallery_leads_nowhere(robot, add):
    add(0), add(1)
    first = get(robot, f"{URL}?page_size=1")
    Photo.objects.all().delete()
    page = get(robot, first["next"])
    assert page == {"next": None, "previous": None, "results": []}


def test_links_keep_the_query_and_name_no_host(robot, add):
    add(0), add(1)
    Photo.objects.update(verdict="read")
    following = get(robot, f"{URL}?page_size=1&verdict=read")["next"]
    query = parse_qs(urlsplit(following).query)
    assert following.startswith(f"{URL}?")
    assert (query["page_size"], query["verdict"]) == (["1"], ["read"])


def test_a_list_that_stays_keeps_its_etag(robot, add):
    add(0), add(1)
    etags = {robot.get(f"{URL}?page_size=1")["ETag"] for _ in "123"}
    assert len(etags) == 1


def cursor_of(link):
    return parse_qs(urlsplit(link).query)["cursor"][0]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "nothing",
        lambda text: text[1:],
        lambda text: text[:-1],
        lambda text: text.swapcase(),
        lambda text: text + "a",
        lambda text: "\0" + text,
        lambda text: text * 100,
        lambda text: Signer(salt="another").sign_object(["2026-01-01", "0" * 32, 0]),
    ],
)
def test_a_cursor_that_was_tampered_with_is_refused(robot, add, change):
    add(0), add(1)
    cursor = cursor_of(get(robot, f"{URL}?page_size=1")["next"])
    refusal = robot.get(URL, {"cursor": change(cursor)})
    assert (refusal.status_code, refusal.json()["code"]) == (400, "invalid_input")
    assert set(refusal.json()["fields"]) == {"cursor"}


def test_a_cursor_of_another_gallery_shows_nothing_of_it(robot, add, program):
    add(0), add(1)
    link = get(robot, f"{URL}?page_size=1")["next"]
    assert ids(get(program("other"), link)) == []
