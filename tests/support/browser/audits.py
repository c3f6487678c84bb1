"""Audits of an open page: what axe finds, what is too small or too wide, and Tab."""

from axe_playwright_python.sync_playwright import Axe

from benchmarks.chromium import DESKTOP, PHONE

SIZES = {"desk": DESKTOP["viewport"], "phone": PHONE["viewport"]}
# A theme changes colors alone, so the second look is at contrast only.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
THEMES = {"light": {}, "dark": CONTRAST}
# Colors that are on their way to others have no contrast to measure; what turns for
# ever, or is replaced under way, is not waited for, nor a frame that never comes.
SETTLED = """() => Promise.race([
  new Promise((resolve) => setTimeout(resolve, 2000)),
  new Promise(requestAnimationFrame).then(() => Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
      .map(({ finished }) => finished))),
])"""
CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
BUTTONS = ".button, .link, .nib"
MIN_TARGET_PX = 44
# The digits of an answer are text; arrow keys and the boxes reach each of them too.
SMALL = """([controls, size]) => [...document.querySelectorAll(controls)]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
  .filter((one) => !one.closest("p, .numbers, .skip") || one.matches(".button"))
  .filter((one) => !document.querySelector("dialog:modal")
    || one.closest("dialog:modal"))
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < size - 0.5)
  .map(([one, { width, height }]) =>
    `${Math.round(width)} x ${Math.round(height)}: ${one.outerHTML.slice(0, 120)}`)"""
# Buttons count themselves, without a label around them.
SMALL_BUTTONS = """all => all.map((one) => [one, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.min(width, height) < 44)
  .map(([one]) => one.outerHTML.slice(0, 120))"""
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
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

# A page that scrolls has moved between two questions, so both are asked at once.
OVERLAPS = """(all, selector) => all.flatMap((one) =>
  [...document.querySelectorAll(selector)].filter((other) => {
    const [a, b] = [one, other].map((part) => part.getBoundingClientRect());
    return a.width && b.width && a.left < b.right - 1 && b.left < a.right - 1
      && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  }).map((other) => `${one.className} over ${other.getAttribute("class")}`))"""


def find_overlaps(page, upper: str, lower: str) -> list[str]:
    """Return which parts lie over others, by two selectors."""
    return page.locator(upper).evaluate_all(OVERLAPS, lower)


def find_violations(page, name: str) -> str:
    """Return what axe finds in both sizes and both themes, as a report."""
    found = ""
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        for theme, rules in THEMES.items():
            page.emulate_media(color_scheme=theme)
            page.evaluate(SETTLED)
            found += run_axe(page, f"{name} | {size} | {theme}", rules)
    return found


def run_axe(page, name: str, rules: dict) -> str:
    """Print a row of the table; return what was found as a report."""
    results = Axe().run(page, options=rules | {"resultTypes": ["violations"]})
    passed, found = len(results.response["passes"]), results.violations_count
    print(f"| {name} | {passed} | {found} |")
    return f"{name}: {results.generate_report()}\n" if found else ""


def find_overflow(page, widths: list[int]) -> list[tuple[int, int]]:
    """Return each width at which the page scrolls sideways, with how far."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        found.append((width, page.evaluate(OVERFLOW)))
    return [(width, beyond) for width, beyond in found if beyond > 0]


def find_small_controls(page) -> list[str]:
    """Return the controls that are too small for a thumb."""
    small = page.evaluate(SMALL, [CONTROLS, MIN_TARGET_PX])
    buttons = page.locator(", ".join(f"{one}:visible" for one in BUTTONS.split(", ")))
    return small + buttons.evaluate_all(SMALL_BUTTONS)


def press_tab(page) -> tuple[list[int], list[int], list[str]]:
    """Press Tab through the page.

    Returns:
        The numbers of the controls in order, those that were reached, and the controls
        that do not show that they have the focus.
    """
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    expected, reached, unmarked = list(range(page.evaluate(STOPS, CONTROLS))), [], []
    for _ in expected:
        page.keyboard.press("Tab")
        place, is_marked, words = page.evaluate(FOCUS)
        reached.append(place)
        unmarked += [] if is_marked else [words]
    return expected, reached, unmarked
