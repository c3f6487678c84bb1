"""The train command runs the training of the network named first."""

import pytest

from ml import train


@pytest.mark.parametrize("arguments", [[], ["tea"], ["--epochs", "3"]])
def test_an_unknown_network_is_answered_with_those_known(arguments, capsys):
    assert train.main(arguments) == 2
    assert "classifier, lines, detector, glyphs" in capsys.readouterr().err


@pytest.mark.parametrize("network", train.TRAININGS)
def test_options_are_passed_on_to_the_training(network, capsys):
    with pytest.raises(SystemExit) as stopped:
        train.main([network, "--help"])
    assert stopped.value.code == 0
    usage = capsys.readouterr().out
    assert "--seed" in usage


@pytest.mark.parametrize("network", train.TRAININGS)
def test_a_misspelled_option_is_refused(network, capsys):
    with pytest.raises(SystemExit) as stopped:
        train.main([network, "--epoch-count", "3"])
    assert stopped.value.code == 2
    assert "--epoch-count" in capsys.readouterr().err
