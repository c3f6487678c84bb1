"""The old private vocabulary stays out of code, templates and documentation."""

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
THIS = "tests/test_vocabulary.py"
WRITTEN = re.compile(r"\.(py|js|css|html|md|toml|in|ipynb)$|(^|/)(Makefile|run)$")
# Old migrations are history, and the client is generated.
LEFT_OUT = re.compile(
    rf"^(gallery/migrations|recognizer/jobs/migrations|clients/python/\w+)/|{THIS}$"
)


class Term(NamedTuple):
    """A word that is not used, what to write instead, and where that holds."""

    pattern: str
    instead: str
    where: tuple[str, ...] = ("",)


READER = ("ml/", "recognizer/", "tests/ml/", "tests/recognizer/", "docs/", "notebooks/")
PAGES = ("static/", "templates/", "gallery/", "tests/browser/", "tests/js/", "docs/")
LINES = (
    "ml/ctc.py",
    "ml/inference.py",
    "ml/inputs/line_images.py",
    "ml/data/lines/",
    "ml/networks/line_reader.py",
    "ml/training/line_reader.py",
    "recognizer/inference/",
    "tests/ml/test_ctc.py",
    "tests/ml/data/lines/",
    "tests/ml/test_line_images.py",
    "tests/recognizer/inference/",
)
TERMS = [
    Term("says? whether", "return whether, check whether"),
    Term("likewise", "the same words again, or 'also'"),
    Term("(is|are|was|were|be|being) taken for", "is mistaken for, is classified as"),
    Term("told", "payload, card, returned, reported"),
    Term("heard", "ctc_scores, log_prob"),
    Term("said", "log_prob, reported", READER),
    Term("surest|surely", "max confidence, certainly"),
    Term("strangers?", "clutter; of people: another visitor"),
    Term("crumbs?|specks?", "noise", ("recognizer/", "tests/recognizer/")),
    Term("light_ink_vote|light ink vote|firm_ink|firm ink", "polarity_score, pen_ink"),
    Term("haze", "background_noise"),
    Term("gathering", "micro-batching, collecting"),
    Term("asked_through|speaker", "use_network, network", READER),
    Term(r"(?<!gallery\.)sendings|Sending(?! …)", "idempotency key", ("gallery/",)),
    Term("is_repeat", "a returned (photo, created)"),
    Term("what mattered", "saliency"),
    Term("doors?", "upload, entry point"),
    Term("home_of|homes_of", "rate_limit_key"),
    Term("Holdings|observing|observed", "SiteCollector, access_log"),
    Term("settle", "persist_gallery_key", ("gallery/",)),
    Term("StrangeFile|strange (file|host|name)", "ForeignOutputError, unknown"),
    Term("judged?", "drop_ambiguous, check"),
    Term("Course", "TrainingData", READER),
    Term("(?<!at_)(least|most)_(?!common)[a-z]\\w*|(LEAST|MOST)_\\w+", "min_, max_"),
    Term("ROOM|with_room", "PADDING, padded"),
    Term(r"(?<![.\"`])(?<!held )strips?(?![\"`])", "line image", LINES),
    Term('(?<!["`])frames?(?!["`])', "timestep", LINES),
    Term("album|tally|dock|drawer|news", "a name that tells what it does", PAGES),
    Term("shell", "PWA", PAGES),
    Term("deeds?", "actions"),
    Term("mends?|mended|mending", "fix, repair"),
    Term("labelled|unlabelled|cancelled|cancelling", "one l: American spelling"),
    Term("colou?rs?(?<=our)|colours|coloured", "color: American spelling"),
    Term("grey(?!_closing)|centre[sd]?|behaviours?|neighbours?", "American spelling"),
]
# What modules were called whose names did not say what is in them.
OLD_MODULES = re.compile(
    r"addresses|album|answers|bars|clients|composed|counting|cutouts|"
    r"delivery|dock|drawer|exif|explain|fields|file_phrases|filing|"
    r"fitting|folders|gathering|jobs|joining|keeping|labelled|"
    r"letters|listing|misses|news|nondigits|observing|options|"
    r"orphans|pad|pairing_api|phrases|pictures|places|plan|published|"
    r"safe|sendings|sessions|set_phrases|shell|strangers|strings|"
    r"tally|variants|walls"
)


def to_regex(term: Term) -> re.Pattern:
    """Match whole words, also as parts of names with underscores."""
    flags = re.IGNORECASE if term.pattern.islower() else 0
    return re.compile(rf"(?<![A-Za-z])(?:{term.pattern})(?![A-Za-z])", flags)


def split_names(text: str) -> str:
    """Part the words of names such as `parseDate`, as underscores do."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)


def find_files() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(command, cwd=ROOT, text=True).splitlines()
    return [n for n in names if WRITTEN.search(n) and not LEFT_OUT.search(n)]


def find_uses(name: str) -> list[str]:
    """Return each use of an old word in a file as `file:line: word -> instead`."""
    text = split_names((ROOT / name).read_text())
    terms = [term for term in TERMS if name.startswith(term.where)]
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: "
        f"{match[0]} -> {term.instead}"
        for term in terms
        for match in to_regex(term).finditer(text)
    ]


def test_no_old_vocabulary_is_used():
    names = [name for name in find_files() if (ROOT / name).exists()]
    uses = [use for name in names for use in find_uses(name)]
    assert uses == []


def test_no_module_has_an_old_name():
    modules = [Path(name) for name in find_files() if name.endswith((".py", ".js"))]
    assert [str(path) for path in modules if OLD_MODULES.fullmatch(path.stem)] == []
