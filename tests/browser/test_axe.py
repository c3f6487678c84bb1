"""Axe finds nothing that shuts people out: every page, both sizes, both themes.

`make axe` prints the results as a table.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from benchmarks.chromium import DESKTOP, PHONE
from tests.support.browser.states import STATES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"desk": DESKTOP["viewport"], "phone": PHONE["viewport"]}
# A theme changes colors alone, so the second look is at contrast only.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
THEMES = {"light": {}, "dark": CONTRAST}
# Colors that are on their way to others have no contrast to measure; what turns for
# ever, or is replaced under way, is not waited for.
SETTLED = """() => new Promise(requestAnimationFrame).then(() => Promise.race([
  new Promise((resolve) => setTimeout(resolve, 2000)),
  Promise.allSettled(document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
    .map(({ finished }) => finished)),
]))"""


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visit, seven, state):
    path, prepare = STATES[state]
    page = visit(path, reduced_motion="reduce")
    prepare(page)
    found = ""
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for theme, rules in THEMES.items():
            page.emulate_media(color_scheme=theme)
            page.evaluate(SETTLED)
            found += look(page, f"{state} | {size} | {theme}", rules)
    assert not found


def test_axe_finds_nothing_under_a_finger(visit, seven):
    page = visit(reduced_motion="reduce", **PHONE)
    assert page.get_by_text("Take a photo").is_visible()
    assert not look(page, "start, by touch | phone | light", {})


def look(page, name, rules):
    """Print a row of the table; return what was found as a report."""
    results = Axe().run(page, options=rules | {"resultTypes": ["violations"]})
    passed, found = len(results.response["passes"]), results.violations_count
    print(f"| {name} | {passed} | {found} |")
    return f"{name}: {results.generate_report()}\n" if found else ""
