"""The page with example calls of the API in three languages.

Each example is a file in `examples/` that runs as it is; the tests run every one.
"""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

FOLDER = Path(__file__).parent / "examples"
# In the files; the page shows the requested host instead.
HOST = "http://127.0.0.1:8000"
LANGUAGES = {"sh": "curl", "py": "Python", "js": "JavaScript"}
# File name, title and description.
EXAMPLES = [
    (
        "read",
        _("Read a picture"),
        _("Nothing is stored, and no account, cookie or token is needed."),
    ),
    (
        "drawing",
        _("Send a drawing as text"),
        _("JSON carries a picture in base64, with or without a data URL prefix."),
    ),
    (
        "batch",
        _("Read many pictures at once"),
        _(
            "The results are in the order of the pictures. A picture that can’t be "
            "read has an error object in its place."
        ),
    ),
    (
        "bulk",
        _("Have thousands of pictures read"),
        _(
            "A job goes on by itself: ask how far it is, or give it a webhook. The "
            "results are a table, or a line of JSON for each picture."
        ),
    ),
    (
        "keep",
        _("Store a photo"),
        _(
            "The operator creates a token with manage.py createtoken. Each token has "
            "its own gallery, where readings can be corrected."
        ),
    ),
    (
        "export",
        _("Export the gallery"),
        _("All pictures with a table of their labels, as zip, csv or npz."),
    ),
]


@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    """Show each example in each language, with the requested host."""
    host = request.build_absolute_uri("/").removesuffix("/")
    context = {
        "languages": LANGUAGES,
        "examples": [
            {"title": title, "words": words, "codes": get_codes(name, host)}
            for name, title, words in EXAMPLES
        ],
    }
    return render(request, "examples.html", context)


def get_codes(name: str, host: str) -> list[tuple[str, str, str]]:
    """Return file suffix, language and code of an example in each language."""
    return [
        (suffix, language, read_code(name, suffix).replace(HOST, host))
        for suffix, language in LANGUAGES.items()
    ]


def read_code(name: str, suffix: str) -> str:
    return (FOLDER / f"{name}.{suffix}").read_text().strip()
