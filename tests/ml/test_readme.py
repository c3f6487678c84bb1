"""The list of modules in the README of ml is complete."""

import re
from pathlib import Path

import ml

FOLDER = Path(ml.__file__).parent
README = (FOLDER / "README.md").read_text()
WORDS = set(re.findall(r"[\w./]+", README))
# Folders whose modules are listed together.
TOGETHER = ("data/drawings", "data/pages", "networks", "training")


def test_every_module_is_in_the_readme():
    paths = [path.relative_to(FOLDER) for path in FOLDER.rglob("*.py")]
    names = [str(path) for path in paths if path.stem != "__init__"]
    alone = [name for name in names if not name.startswith(TOGETHER)]
    commands = {name: f"ml.{name.removesuffix('.py')}" for name in alone}
    missing = {n for n, command in commands.items() if not {n, command} & WORDS}
    assert missing == set()


def test_every_folder_is_in_the_readme():
    folders = {str(path.parent.relative_to(FOLDER)) for path in FOLDER.rglob("*.py")}
    missing = [f for f in folders - {"."} if f"`{f}/" not in README]
    assert [f for f in missing if not f.startswith("training/")] == []


def test_every_training_is_in_the_readme():
    from ml.train import TRAININGS

    commands = [f"python -m ml.train {name}" for name in TRAININGS]
    assert [command for command in commands if command not in README] == []
