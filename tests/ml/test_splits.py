"""The halves of the real sets."""

from ml.data.splits import HALVES, half_of


def test_names_fall_into_both_halves_evenly():
    halves = [half_of(f"picture-{i}.png") for i in range(1000)]
    assert set(halves) == set(HALVES)
    assert 450 < halves.count("unseen") < 550


def test_the_half_of_a_name_never_changes():
    assert half_of("7_a.png") == "tuned"
    assert half_of("7_b.png") == half_of("7_b.png")
