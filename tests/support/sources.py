"""What the sources mark for translation, and what they forget to mark."""

import ast
import json
import re
from pathlib import Path

from django.utils.translation import templatize

ROOT = Path(__file__).parents[2]
ROOMS = ("gallery", "recognizer", "digitsite")
# How many texts each takes, its context first where it has one.
CALLS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 2,
    "pgettext_lazy": 2,
}
# Names, formats, units, keys and values for browsers: the same everywhere.
NAMES = re.compile(
    r"API|CSV|Digitsite|MNIST|NPZ|UTC|ZIP|digitsite|[sBCEFNT]|viewport|fit|cover|div"
)
WORD = re.compile(r"[^\W\d_]+")
TAG = re.compile(r"<(?:[^<>\"]|\"[^\"]*\")*>")
HUMAN = re.compile(
    r'\s(?:alt|aria-label|aria-roledescription|placeholder|title)="([^"]*)"'
)
SCRIPT_COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
SCRIPT_CALL = re.compile(r'\bn?gettext\(\s*("(?:[^"\\]|\\.)*")')
SENTENCE = re.compile(r"""(?<!Error\()["`]([A-Z][a-z]+ [a-z][^"`]*)["`]""")
DJANGO = re.compile(
    r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}", re.S
)


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def scripts():
    return sorted((ROOT / "static/js").rglob("*.js"))


def modules():
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def marked_words() -> set[tuple[str, str]]:
    """Return (context, text) of everything that sources mark for translation."""
    of_templates = (templatize(path.read_text()) for path in templates())
    calls = [call for text in of_templates for call in calls_in_template(text)]
    for path in modules():
        calls += ast.walk(ast.parse(path.read_text()))
    return {words_of(call) for call in calls if is_marking(call)}


def marked_in_scripts() -> set[tuple[str, str]]:
    """Return (context, text) of everything that scripts mark for translation."""
    code = "".join(path.read_text() for path in scripts())
    return {("", json.loads(text)) for text in SCRIPT_CALL.findall(code)}


def unmarked_in_script(path) -> list[str]:
    """Return the sentences of a script that are not marked for translation.

    Errors of programmers stay English.
    """
    code = SCRIPT_COMMENT.sub("", path.read_text())
    marked = {text for _, text in marked_in_scripts()}
    return [text for text in SENTENCE.findall(code) if not marked & {text}]


def calls_in_template(text):
    """Return the calls that Django writes for xgettext in place of tags."""
    call = r"\b(?:_|n?p?gettext)\((?:\s*u?(?:'(?:\\.|[^'])*'|\"(?:\\.|[^\"])*\"),?)+"
    for match in re.finditer(call, text):
        yield ast.parse(match[0].rstrip(",") + ")").body[0].value


def is_marking(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in CALLS
    )


def words_of(call):
    texts = [arg.value for arg in call.args[: CALLS.get(call.func.id, 1)]]
    has_context = call.func.id.startswith("pgettext")
    return (texts[0], texts[1]) if has_context else ("", texts[0])


def unmarked_words(path) -> list[str]:
    """Return what a template says in one language only."""
    plain = DJANGO.sub("", path.read_text())
    said = [TAG.sub(" ", plain), *HUMAN.findall(plain)]
    words = [word for text in said for word in WORD.findall(text)]
    return [word for word in words if not NAMES.fullmatch(word)]
