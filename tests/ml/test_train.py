"""The train command runs the training of the network named first."""

import pytest

from ml import train

NETWORKS = list(train.TRAININGS)


@pytest.mark.parametrize("arguments", [[], ["tea"], ["--epochs", "3"]])
def test_an_unknown_network_is_answered_with_those_known(arguments, capsys):
    assert train.main(arguments) == 2
    error = capsys.readouterr().err
    assert [name for name in NETWORKS if name not in error] == []


@pytest.mark.parametrize("network", NETWORKS)
def test_options_are_passed_on_to_the_training(network, capsys):
    with pytest.raises(SystemExit) as stopped:
        train.main([network, "--help"])
    assert stopped.value.code == 0
    usage = capsys.readouterr().out
    assert "--data" in usage
    assert "--version" in usage


@pytest.mark.parametrize("network", ["classifier", "lines"])
def test_a_training_continues_and_is_reproducible(network, capsys):
    with pytest.raises(SystemExit):
        train.main([network, "--help"])
    usage = capsys.readouterr().out
    assert [o for o in ("--start", "--seed", "--epochs") if o not in usage] == []


@pytest.mark.parametrize("network", NETWORKS)
def test_a_misspelled_option_is_refused(network, capsys):
    with pytest.raises(SystemExit) as stopped:
        train.main([network, "--epoch-count", "3"])
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err
