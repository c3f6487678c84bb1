"""What visitors and pictures bring along is shown as text, whatever it is."""

import re
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import connection
from django.template import engines
from django.template.library import import_library
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery.models import Photo
from tests.support.drawing import encoded, page_of

# A tag, an attribute and a script that show themselves if they are not escaped.
PARTS = [
    "<x-mark>",
    "</textarea><x-mark ",
    "' x-mark='x",
    '" x-mark="x',
    "</script><x-mark>",
    "]]><x-mark>",
    "{{ x }}<x-mark>",
    "&lt;x-mark&gt;<x-mark/>",
    "javascript:x-mark",
    "<svg/onload=x-mark>",
]
# Without digits: each of a number's belongs to one that was read.
letters = st.characters(codec="utf-8", exclude_categories=("Nd", "Nl", "No"))
markup = st.lists(
    st.sampled_from(PARTS) | st.text(letters, max_size=9),
    min_size=1,
    max_size=5,
).map("".join)
EXAMPLES = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seven")]


class Finder(HTMLParser):
    """Collects tags and attributes that a visitor has brought along."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = [tag, *(name for name, _ in attrs)]
        self.found += [name for name in names if "x-mark" in name]
        links = [v or "" for name, v in attrs if name in ("href", "src", "action")]
        self.found += [v for v in links if v.strip().lower().startswith("javascript:")]
        self.found += [name for name, _ in attrs if name.startswith("on")]


def find_markup(page: bytes | str) -> list[str]:
    finder = Finder()
    finder.feed(page.decode() if isinstance(page, bytes) else page)
    return finder.found


def test_markup_that_is_not_escaped_is_found():
    assert [part for part in PARTS if find_markup(f'<p title="{part}">{part}')]
    assert find_markup("<a href=' javascript:x'>") == [" javascript:x"]


@EXAMPLES
@given(name=markup)
def test_a_file_name_is_text(visitor, upload, name):
    # The separators of folders and of headers end a name.
    name = "".join(c for c in name if c.isprintable() and c not in '/\\"') or "x"
    page = visitor.post("/upload/", {"image": upload(b"no picture", name=name)})
    assert page.status_code == 400
    assert find_markup(page.content) == []


@EXAMPLES
@given(text=markup)
@pytest.mark.parametrize(
    "path",
    ["/gallery/", "/gallery/slideshow/", "/join/", "/nowhere/", "/offline/", "/model/"],
)
def test_a_query_is_text(visitor, path, text):
    names = ("verdict", "label", "cursor", "page", "key", "language", "next", "q")
    page = visitor.get(path, dict.fromkeys(names, text))
    assert page.status_code in (200, 400, 404)
    assert find_markup(page.content) == []


@EXAMPLES
@given(text=markup)
def test_a_correction_is_text(visitor, upload, text):
    photo = Photo.objects.first()
    if photo is None:
        visitor.post("/upload/", {"image": upload()})
        photo = Photo.objects.get()
    page = visitor.post(f"/gallery/{photo.pk}/correct/", {"correction": text})
    assert find_markup(page.content) == []


def with_text(value, text):
    """Return JSON with a text in place of each of its texts."""
    if isinstance(value, dict):
        return {name: with_text(item, text) for name, item in value.items()}
    if isinstance(value, list):
        return [with_text(item, text) for item in value]
    return text if isinstance(value, str) else value


@EXAMPLES
@given(text=markup)
def test_what_a_row_holds_is_text(visitor, upload, text):
    if not Photo.objects.exists():
        visitor.post("/upload/", {"image": upload(encoded(page_of("47")))})
    photo = Photo.objects.get()
    if connection.vendor == "postgresql":
        text = text.replace("\0", "")  # which it can't store
    # A number has as many digits as were read.
    undigited = "".join(character for character in text if not character.isdigit())
    reading = deepcopy(photo.reading) | with_text(photo.reading, undigited)
    reading["verdict"] = "read"
    reading["metadata"]["removed"] = [text]
    Photo.objects.update(reading=reading, text=text, correction=None)
    for path in ("/", "/gallery/", "/gallery/slideshow/", f"/gallery/{photo.pk}/"):
        assert find_markup(visitor.get(path).content) == []
    Photo.objects.update(correction=text)
    assert find_markup(visitor.get(f"/gallery/{photo.pk}/").content) == []


FILTERS = {
    (library, name)
    for library in ("readings", "numbers")
    for name in import_library(f"gallery.templatetags.{library}").filters
}


@EXAMPLES
@given(text=markup)
@pytest.mark.parametrize(("library", "name"), sorted(FILTERS))
def test_a_filter_makes_no_text_into_markup(library, name, text):
    source = f'{{% load {library} %}}<p title="{{{{ x|{name} }}}}">{{{{ x|{name} }}}}'
    try:
        page = engines["django"].from_string(source).render({"x": text})
    except Exception:
        return  # it takes something else, or an argument
    assert find_markup(page) == []


ROOT = Path(__file__).parents[2]
# What makes markup or code of a text.
SINKS = re.compile(
    r"\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function"
    r"|setAttribute\(\"on|srcdoc"
)
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+off|\bmark_safe\(|\bformat_html\(")
# Shows a page that Django has rendered and escaped.
RENDERED = {"digitsite/exceptions.py"}


def find_uses(pattern: re.Pattern, *globs: str) -> set[str]:
    paths = [path for glob in globs for path in ROOT.glob(glob)]
    assert len(paths) > 20
    return {
        str(path.relative_to(ROOT))
        for path in paths
        if pattern.search(path.read_text())
    }


def test_no_script_makes_markup_or_code_of_a_text():
    assert find_uses(SINKS, "static/js/**/*.js") == set()


def test_no_template_and_no_code_skips_the_escaping():
    found = find_uses(UNESCAPED, "templates/**/*.html", "gallery/**/*.py")
    assert found | find_uses(UNESCAPED, "digitsite/**/*.py") == RENDERED
