"""The icons in `static/img` are those that `make icons` draws."""

from PIL import Image

from tests.support import icons


def test_the_committed_icons_are_the_drawn_ones(tmp_path):
    icons.draw_all(tmp_path)
    for path in tmp_path.glob("*.png"):
        committed = Image.open(icons.FOLDER / path.name).convert("RGBA")
        assert committed.tobytes() == Image.open(path).convert("RGBA").tobytes()
    drawn = (tmp_path / "favicon.svg").read_bytes()
    assert drawn == (icons.FOLDER / "favicon.svg").read_bytes()


def test_only_a_maskable_icon_has_corners():
    assert icons.draw_icon(64, has_corners=True).getpixel((0, 0))[3] == 255
    assert icons.draw_icon(64).getpixel((0, 0))[3] == 0


def test_a_path_is_followed_to_its_end():
    points = list(icons.points_of("M1 2c0 0 3 4 3 4 1 1 1 1 1-1"))
    assert (points[0], points[-1]) == ((1, 2), (5, 5))
