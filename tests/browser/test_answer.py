"""The answer: numbers as written, lines and grids, and what belongs to each."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from benchmarks.chromium import DESKTOP, PHONE
from gallery.models import Photo
from tests.support.browser.audits import (
    find_overflow,
    find_overlaps,
    find_small_controls,
    find_violations,
)
from tests.support.browser.gestures import choose, digits_of, picture, wait_for_answers
from tests.support.drawing import encoded, paper
from tests.support.readings import grid_of, reading_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]

CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
PAGE = ["10/24 3.14 -17", "1,250", "12:45 9 88 307", "2026", "404-1000", "-3.5 +12 6/8"]
SUDOKU = ["5|3|||7||||", "6|||1|9|5|||", "|9|8|||||6|", "8||||6||||3"]
WIDE = ["123456|789012|345678|901234"] * 3
TOPS = """all => all.map((one) => one.getBoundingClientRect().top
  - document.querySelector("[data-answer]").getBoundingClientRect().top)"""
ROOMS = ".answer-said, .frame, .answer-again, .answer-details, .removed"


def show(page, reading):
    """Give a picture whose answer is this reading."""
    image = encoded(paper(reading["photo"]["width"], reading["photo"]["height"]))
    photo = {
        "id": "1",
        "url": "/api/v1/photos/1/",
        "image": "/picture.png",
        "thumbnail": "/picture.png",
        "created": "2026-01-01T00:00:00Z",
        "reading": reading,
        "correction": None,
    }
    page.route("**/picture.png", lambda route: route.fulfill(body=image))
    page.unroute("**/api/v1/photos/*")
    page.route(
        "**/api/v1/photos/*", lambda route: route.fulfill(status=201, json=photo)
    )
    choose(page, picture())
    wait_for_answers(page)
    return page


def number(page, text):
    return page.locator(".number").filter(has_text=text)


def copied(page, name):
    button = page.get_by_role("button", name=name, exact=True)
    button.click()
    button.get_by_text("Copied").wait_for()
    return page.evaluate("navigator.clipboard.readText()")


@pytest.mark.main_flow
def test_a_number_is_shown_and_copied_as_written(visit):
    page = show(visit(**CLIPBOARD), reading_of("10/24"))
    expect(page.locator(".number")).to_have_text("10/24")
    expect(page.locator(".numbers .sign")).to_have_text("/")
    assert copied(page, "Copy") == "10/24"
    expect(page.locator("[data-copy-csv]")).to_be_hidden()


def test_numbers_of_a_line_stand_apart(visit):
    page = show(visit(), reading_of("47 -3"))
    first, second = (page.locator(".number").nth(i).bounding_box() for i in (0, 1))
    assert second["x"] > first["x"] + first["width"] + 10
    assert second["y"] == first["y"]


@pytest.mark.main_flow
def test_a_page_of_numbers_is_a_list_of_its_lines(visit):
    page = show(visit(**CLIPBOARD), reading_of(*PAGE))
    expect(page.locator(".line")).to_have_text(PAGE)
    expect(page.locator("[data-summary]")).to_have_text("13 numbers in 6 lines")
    assert copied(page, "Copy").splitlines() == PAGE
    csv = '10/24,3.14,-17\n"1,250"\n12:45,9,88,307\n2026\n404-1000\n-3.5,'
    assert copied(page, "Copy as CSV").replace("\r", "").startswith(csv)


@pytest.mark.main_flow
def test_a_grid_is_a_table_and_copied_as_csv(visit):
    page = show(visit(**CLIPBOARD), grid_of(*SUDOKU))
    table = page.get_by_role("table", name="The grid as it was read, with empty cells")
    rows = table.get_by_role("row")
    assert rows.count() == 4
    expect(rows.nth(1).get_by_role("cell")).to_have_text(
        ["6", "", "", "1", "9", "5", "", "", ""]
    )
    expect(page.locator("[data-summary]")).to_have_text("Grid, 4 × 9")
    assert copied(page, "Copy as CSV").splitlines() == [
        row.replace("|", ",") for row in SUDOKU
    ]
    assert copied(page, "Copy").splitlines()[0] == "5\t3\t\t\t7\t\t\t\t"


def test_a_number_that_is_chosen_shows_its_box_and_its_digits(visit):
    page = show(visit(), reading_of(*PAGE))
    number(page, "404-1000").click(position={"x": 4, "y": 20})
    expect(page.locator(".number-box-chosen")).to_have_count(1)
    expect(page.locator(".chip-digit")).to_have_text(list("4041000"))
    expect(page.locator(".bar-best .bar-label")).to_have_text("4")
    page.locator(".chip").nth(1).click()
    expect(page.locator(".bar-best .bar-label")).to_have_text("0")
    expect(page.locator(".box-chosen")).to_have_count(1)


def test_a_digit_of_a_number_is_chosen_by_pointer(visit):
    page = show(visit(), reading_of(*PAGE))
    number(page, "307").locator(".glyph-digit").nth(2).click()
    expect(page.locator(".bar-best .bar-label")).to_have_text("7")
    expect(page.locator(".chip:has(:checked)")).to_have_text("7")


def test_a_box_chooses_its_number(visit):
    page = show(visit(), reading_of(*PAGE))
    page.locator(".box").nth(3).click()
    expect(number(page, "10/24").get_by_role("radio")).to_be_checked()
    page.locator(".box").nth(4).click()
    expect(number(page, "3.14").get_by_role("radio")).to_be_checked()
    expect(page.locator(".chip-digit")).to_have_text(list("314"))


def test_a_number_and_its_box_light_up_together(visit):
    page = show(visit(), reading_of(*PAGE))
    number(page, "1,250").hover(position={"x": 3, "y": 3})
    expect(page.locator(".box-near")).to_have_count(4)
    expect(page.locator(".number-box-near")).to_have_count(1)


def test_arrow_keys_walk_through_the_cells_and_the_digits(visit):
    page = show(visit(), grid_of("12|3", "4|56"))
    page.locator(".number-input").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(number(page, "4").get_by_role("radio")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".chip-digit")).to_have_text(["5", "6"])
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.closest('.chip')"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".bar-best .bar-label")).to_have_text("6")


def test_a_doubtful_digit_is_marked_and_named(visit):
    reading = reading_of(*PAGE, verdict="unsure")
    reading["digits"][1]["confidence"] = 0.6
    page = show(visit(), reading)
    marked = page.locator(".numbers .glyph-doubtful")
    expect(marked).to_have_count(1)
    assert "wavy" in marked.evaluate("e => getComputedStyle(e).textDecoration")
    expect(page.get_by_role("radio", name="10/24 (doubtful)")).to_have_count(1)
    expect(page.locator("[data-advice]")).to_contain_text("wavy line")


def test_many_numbers_are_counted_aloud(visit):
    page = show(visit(), reading_of(*PAGE))
    expect(page.locator("[data-spoken]")).to_have_text(
        "Read 13 numbers. Almost certain, 99.0\u202f%."
    )


def test_the_empty_answer_is_calm(visit):
    answer = visit().locator("[data-answer]")
    assert answer.get_by_role("heading", name="Your answer").is_visible()
    for part in (".bar", ".seen", ".frame", "[data-crop-open]", ".numbers"):
        assert answer.locator(part).first.is_hidden()


@pytest.mark.main_flow
@pytest.mark.parametrize("reading", [reading_of(*PAGE * 3), grid_of(*WIDE)])
def test_a_long_page_is_readable_in_a_hand(visit, reading):
    page = show(visit(**PHONE), reading)
    assert find_overflow(page, [390, 320]) == []
    # The number is another way to what a box does.
    small = [one for one in find_small_controls(page) if "<path" not in one]
    assert small == []
    size = page.locator(".number").first.evaluate("e => getComputedStyle(e).fontSize")
    assert float(size.removesuffix("px")) >= 18
    page.set_viewport_size(PHONE["viewport"])
    last = page.locator(".number").last
    last.scroll_into_view_if_needed()
    last.tap()
    expect(last.get_by_role("radio")).to_be_checked()
    expect(page.locator(".frame")).to_be_in_viewport(ratio=0.99)


def test_a_wide_grid_scrolls_within_its_own_box(visit):
    page = show(visit(**PHONE), grid_of(*WIDE))
    beyond = "box => box.scrollWidth - box.clientWidth"
    assert page.locator(".grid-box").evaluate(beyond) > 0
    assert find_overflow(page, [390]) == []


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lines", [["5"], ["10/24"], ["7" * 24], ["38", "614"], []])
def test_the_parts_of_an_answer_have_their_places(visit, options, lines):
    page = visit(**options)
    show(page, reading_of("47"))
    tops = page.locator(".frame, .removed").evaluate_all(TOPS)
    show(page, reading_of(*lines))
    expect(page.locator(".queue-row")).to_have_count(1)
    assert tops == page.locator(".frame, .removed").evaluate_all(TOPS)
    rooms = page.locator(ROOMS)
    boxes = [rooms.nth(i).bounding_box() for i in range(rooms.count())]
    gaps = [b["y"] - a["y"] - a["height"] for a, b in pairwise(boxes)]
    assert max(gaps) <= 24
    assert find_overlaps(page, ".number, .answer-advice", ".frame") == []


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_digits_of_a_number_touch_each_other(visit, options):
    page = show(visit(**options), reading_of("2047"))
    boxes = [box.bounding_box() for box in page.locator(".numbers .glyph").all()]
    gaps = [b["x"] - a["x"] - a["width"] for a, b in pairwise(boxes)]
    assert max(gaps) <= 1


@pytest.mark.parametrize("reading", [reading_of(*PAGE), grid_of(*SUDOKU)])
def test_axe_finds_nothing_in_lists_and_grids(visit, reading):
    page = show(visit(reduced_motion="reduce"), reading)
    assert find_violations(page, "answer") == ""


@pytest.mark.main_flow
def test_without_script_a_grid_is_a_table_too(visit):
    page = visit("/gallery/NEWEST/", kept="7", java_script_enabled=False)
    photo = Photo.objects.get()
    photo.reading |= grid_of(*SUDOKU)
    photo.save()
    page.reload()
    assert page.get_by_role("cell").count() == 36
    assert digits_of(page) == "5376195986863"
