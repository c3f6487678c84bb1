"""The page of examples: how programs ask, in three languages, ready to copy.

Each lies in `examples/` as a file that runs as it is; tests run every one.
"""

from pathlib import Path

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

FOLDER = Path(__file__).parent / "examples"
# As the files have it; the page shows the host that was asked.
HOST = "http://127.0.0.1:8000"
LANGUAGES = {"sh": "curl", "py": "Python", "js": "JavaScript"}
EXAMPLES = [
    (
        "read",
        _("Read a picture"),
        _("Nothing is stored, and no account, cookie or token is needed."),
    ),
    (
        "drawing",
        _("Send a drawing as text"),
        _("In JSON a picture stands in base64, bare or as a data URL."),
    ),
    (
        "batch",
        _("Read many pictures at once"),
        _(
            "The answers come in the order of the pictures. One that can’t be read has "
            "its refusal in its place."
        ),
    ),
    (
        "keep",
        _("Keep a photo"),
        _(
            "The operator makes a token with manage.py createtoken. It has a gallery "
            "of its own, and what a photo really says can be noted."
        ),
    ),
    (
        "export",
        _("Take the gallery along"),
        _("All pictures with a table of what they say: zip, csv or npz."),
    ),
]


@require_safe
def examples(request):
    """Show each example in each language, for the host that was asked."""
    host = request.build_absolute_uri("/").removesuffix("/")
    context = {
        "languages": LANGUAGES,
        "examples": [
            {"title": title, "words": words, "codes": codes_of(name, host)}
            for name, title, words in EXAMPLES
        ],
    }
    return render(request, "examples.html", context)


def codes_of(name: str, host: str) -> list[tuple[str, str, str]]:
    """Return suffix, language and code of an example."""
    return [
        (suffix, language, code_of(name, suffix).replace(HOST, host))
        for suffix, language in LANGUAGES.items()
    ]


def code_of(name: str, suffix: str) -> str:
    return (FOLDER / f"{name}.{suffix}").read_text().strip()
