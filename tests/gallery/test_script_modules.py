"""The import graph of the scripts."""

from gallery.script_modules import imported_modules, read_static
from tests.support.sources import ROOT

MODULES = sorted((ROOT / "static/js").rglob("*.js"))


def names():
    return [path.relative_to(ROOT / "static").as_posix() for path in MODULES]


def test_imports_are_followed_through_folders_and_named_once():
    modules = imported_modules("js/shared/queue/upload-queue.js")
    assert "js/shared/queue/retry-policy.js" in modules
    assert "js/shared/connection.js" in modules
    assert len(modules) == len(set(modules))


def test_a_script_is_not_among_its_own_imports():
    assert [name for name in names() if name in imported_modules(name)] == []


def test_every_import_names_a_file_that_is_there():
    assert all(read_static(path) for name in names() for path in imported_modules(name))


def test_folders_of_scripts_stay_small():
    folders = {path.parent for path in MODULES}
    large = [folder for folder in folders if len(list(folder.glob("*.js"))) > 13]
    assert large == []
