"""Every word of the site is there in every language of the site."""

import gettext
import io
import re
from html import unescape

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings

from tests.support import sources
from tests.support.sources import ROOT

MARKED = {"django": sources.marked_words, "djangojs": sources.marked_in_scripts}
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
# {name}, %(name)s, and the tags that stand in a text.
HOLDERS = re.compile(r"{\w+}|%\(\w+\)s|%%|<[^>]+>")
PAGES = [
    "/",
    "/gallery/",
    "/gallery/slideshow/",
    "/model/",
    "/jobs/",
    "/privacy/",
    "/join/",
    "/offline/?language=de",
    "/api/v1/docs/examples/",
    "/nowhere/",
]


def catalog(language, domain):
    path = ROOT / f"locale/{language}/LC_MESSAGES/{domain}.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def entries(language, domain):
    return [entry for entry in catalog(language, domain) if entry.id]


def texts(value):
    return [value] if isinstance(value, str) else list(value)


@pytest.mark.parametrize("domain", MARKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalog_holds_what_the_sources_say_and_no_more(language, domain):
    marked = MARKED[domain]()
    known = {(e.context or "", texts(e.id)[0]) for e in entries(language, domain)}
    assert sorted(marked - known) == [], "run `make messages`"
    assert sorted(known - marked) == [], "run `make messages`"


@pytest.mark.parametrize("domain", MARKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(language, domain):
    open_ones = [
        entry.id
        for entry in entries(language, domain)
        if entry.fuzzy or not all(texts(entry.string))
    ]
    assert open_ones == []


@pytest.mark.parametrize("domain", MARKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_places_to_fill(language, domain):
    wrong = [
        entry.id
        for entry in entries(language, domain)
        for text in texts(entry.string)
        if holders(text) not in map(holders, texts(entry.id))
    ]
    assert wrong == []


def holders(text):
    return sorted(HOLDERS.findall(text))


@pytest.mark.parametrize("domain", MARKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_that_of_the_text(language, domain):
    compiled = io.BytesIO()
    write_mo(compiled, catalog(language, domain))
    path = ROOT / f"locale/{language}/LC_MESSAGES/{domain}.mo"
    with path.open("rb") as file:
        kept = gettext.GNUTranslations(file)._catalog
    wanted = gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))._catalog
    assert {k: v for k, v in kept.items() if k} == {
        k: v for k, v in wanted.items() if k
    }


def test_no_template_says_anything_in_one_language_only():
    unmarked = {
        path.name: words
        for path in sources.templates()
        if (words := sources.unmarked_words(path))
    }
    assert unmarked == {}


def test_no_script_says_anything_in_one_language_only():
    unmarked = {
        path.name: sources.unmarked_in_script(path) for path in sources.scripts()
    }
    assert unmarked
    assert {name: texts for name, texts in unmarked.items() if texts} == {}


def test_a_text_of_templates_is_not_written_again_in_scripts():
    shared = sources.marked_in_scripts() & sources.marked_words()
    assert sorted(shared) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_german_page_has_no_english_left(client, seven, scored, db, path):
    page = unescape(
        client.get(path, headers={"Accept-Language": "de"}).content.decode()
    )
    assert 'lang="de"' in page
    page = re.sub(r"<pre .*?</pre>", "", page, flags=re.DOTALL)  # code is English
    left = [words for words in english_sentences() if words in page]
    assert left == []


def english_sentences():
    """Return texts that are no German by chance, whole and without places to fill."""
    return [
        text
        for entry in entries("de", "django")
        for text, said in zip(texts(entry.id), texts(entry.string), strict=True)
        if " " in text.strip() and said != text and not HOLDERS.search(text)
    ]
