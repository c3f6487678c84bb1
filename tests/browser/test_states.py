"""Every page in every state: prepared once at a desk and once in a hand, then audited.

`make axe` prints what axe found, as a table.
"""

import pytest

from benchmarks.chromium import PHONE
from tests.support.browser import audits
from tests.support.browser.states import STATES, open_state

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]

# `make test` looks at the states that hold most; `make check` looks at the rest.
MAIN = {"start, answer and failure", "gallery", "slideshow"}
NAMES = [
    pytest.param(name, marks=pytest.mark.main_flow if name in MAIN else ())
    for name in STATES
]
# Swagger UI draws its own controls and headings.
FOREIGN = {"API"}
# What Tab is pressed through, from the first control to the last.
TABBED = {"start, answer and failure", "gallery", "picture", "slideshow", "privacy"}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_at_a_desk_is_accessible_and_fits_every_window(visit, name):
    page = open_state(visit, name, reduced_motion="reduce")
    if name not in FOREIGN:
        assert page.locator("h1").count() == 1
        assert page.title().endswith("· Digitsite")
    assert audits.find_violations(page, name) == ""
    assert audits.find_overflow(page, [320, 2560, 1280]) == []
    if name in TABBED:
        expected, reached, unmarked = audits.press_tab(page)
        assert unmarked == []
        assert reached == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_page_in_a_hand_fits_and_a_thumb_hits_everything(visit, name):
    page = open_state(visit, name, color_scheme="dark", **PHONE)
    if name not in FOREIGN:
        assert audits.find_small_controls(page) == []
    assert audits.find_overflow(page, [390, 320]) == []


def test_axe_finds_nothing_under_a_finger(visit):
    page = open_state(visit, "start", reduced_motion="reduce", **PHONE)
    assert page.get_by_text("Take a photo").is_visible()
    assert audits.run_axe(page, "start, by touch | phone | light", {}) == ""
