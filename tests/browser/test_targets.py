"""What there is to press is large enough for a thumb, and is reached by Tab alone."""

import pytest

from benchmarks.chromium import PHONE
from tests.support.browser.states import STATES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Swagger UI draws its own controls.
OWN = [state for state in STATES if state != "API"]
CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
# The digits of a long answer are text; arrow keys and the boxes reach each of them too.
SMALL = """([controls, size]) => [...document.querySelectorAll(controls)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
  .filter((one) => !one.closest("p, .glyphs, .skip") || one.matches(".button"))
  .filter((one) => !document.querySelector("dialog:modal")
    || one.closest("dialog:modal"))
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < size - 0.5)
  .map(([one, { width, height }]) =>
    `${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 120)}`)"""
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
# Radio buttons of one name are one stop; a stop without outline or shadow is not seen.
STOPS = """(controls) => {
  window.stops = [...document.querySelectorAll(controls)]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
    .filter((one) => one.tabIndex >= 0 && (one.type !== "radio" || one.checked));
  return window.stops.length;
}"""
FOCUS = """() => {
  const one = document.activeElement;
  const isMarked = (part) => {
    const { outlineStyle, outlineWidth, opacity, strokeDasharray } =
      getComputedStyle(part);
    const isOutlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return (isOutlined && opacity !== "0") || strokeDasharray !== "none";
  };
  const parts = [one, ...one.children, one.closest("label")].filter(Boolean);
  return [window.stops.indexOf(one), parts.some(isMarked), one.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize("state", OWN)
def test_a_thumb_hits_everything_on_the_phone(visit, seven, state):
    path, prepare = STATES[state]
    page = visit(path, **PHONE)
    prepare(page)
    assert page.evaluate(SMALL, [CONTROLS, 44]) == []
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("width", [320, 2560])
@pytest.mark.parametrize(
    "state",
    ["start, answer and failure", "gallery", "model", "API", "API, examples"],
)
def test_no_page_scrolls_sideways(visit, seven, state, width):
    path, prepare = STATES[state]
    page = visit(path, viewport={"width": width, "height": 800})
    prepare(page)
    assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize(
    "state",
    ["start, answer and failure", "gallery", "picture", "slideshow", "privacy"],
)
def test_tab_reaches_every_control_in_order_and_shows_where_it_is(visit, seven, state):
    path, prepare = STATES[state]
    page = visit(path)
    prepare(page)
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    expected, reached = list(range(page.evaluate(STOPS, CONTROLS))), []
    for _ in expected:
        page.keyboard.press("Tab")
        place, is_marked, words = page.evaluate(FOCUS)
        assert is_marked, words
        reached.append(place)
    assert reached == expected
