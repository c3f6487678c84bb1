"""Every example of the documentation, run against a live server."""

import io
import json
import shutil
import subprocess
import sys
import zipfile

import pytest

from digitsite.documentation.example_views import HOST, read_code
from gallery.models import Photo
from gallery.services.tokens import create_token
from recognizer.jobs import start_job_threads
from tests.support.drawing import encoded, page_of, paper
from tests.support.programs import archive_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seven"),
]
FILES = {
    "photo.jpg": encoded(page_of("77"), "JPEG"),
    "drawing.png": encoded(page_of("7")),
    "one.png": encoded(page_of("7")),
    "two.png": encoded(paper()),
    "scans.zip": archive_of(3),
}
CHOICE = """() => {
  const input = document.createElement("input");
  const canvas = document.createElement("canvas");
  input.type = "file";
  input.multiple = true;
  canvas.width = canvas.height = 280;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, 280, 280);
  pen.lineWidth = 20;
  pen.stroke(new Path2D("M90 60h100l-60 160"));
  document.body.replaceChildren(input, canvas);
}"""


@pytest.fixture
def token():
    """Return a token, and what to say with it."""
    return create_token("examples", 1)


@pytest.fixture
def code(live_server, token):
    """Return a function that gives an example for the live server and a token."""

    def find(name, suffix):
        text = read_code(name, suffix).replace(HOST, live_server.url)
        return text.replace("YOUR-TOKEN", token[1])

    return find


@pytest.fixture
def folder(tmp_path):
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def reading_jobs():
    """Read jobs in a thread, as a server does."""
    threads = start_job_threads()
    yield
    threads.end()


@pytest.fixture
def run(code, folder):
    """Return a function that runs an example as a program and gives its output."""

    def start(name, suffix):
        program = {"sh": ["sh", "-c"], "py": [sys.executable, "-c"]}[suffix]
        if suffix == "sh" and not shutil.which("curl"):
            pytest.skip("curl is not installed (Debian: curl)")
        done = subprocess.run(
            [*program, code(name, suffix)],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return start


@pytest.fixture
def run_in_page(code, visit):
    """Return a function that runs an example in a page, with files chosen in it."""

    def start(name, *files):
        page = visit("/privacy/")
        page.evaluate(CHOICE)
        page.locator("input[type=file]").set_input_files(
            [{"name": f, "mimeType": "image/png", "buffer": FILES[f]} for f in files]
        )
        lines = []
        page.on("console", lambda message: lines.append(message.text))
        page.evaluate(f"async () => {{ {code(name, 'js')} }}")
        return page, lines

    return start


@pytest.mark.main_flow
def test_curl_reads(run):
    assert json.loads(run("read", "sh"))["text"] == "77"


def test_curl_sends_a_drawing_as_text(run):
    assert json.loads(run("drawing", "sh"))["text"] == "7"


def test_curl_reads_a_batch(run):
    verdicts = [reading["verdict"] for reading in json.loads(run("batch", "sh"))]
    assert verdicts == ["read", "nothing"]


def test_curl_sends_a_job(run):
    assert json.loads(run("bulk", "sh"))["total"] == 3


def test_curl_keeps(run, token):
    assert json.loads(run("keep", "sh"))["id"] == str(token[0].photos.get().pk)


def test_curl_exports(run, folder):
    run("keep", "sh")
    run("export", "sh")
    assert_is_gallery((folder / "gallery.zip").read_bytes())


@pytest.mark.main_flow
def test_python_reads(run):
    first, *digits = run("read", "py").splitlines()
    assert first.startswith("read 77 0.9")
    assert [line[0] for line in digits] == ["7", "7"]


def test_python_sends_a_drawing_as_text(run):
    assert run("drawing", "py") == "read 7\n"


def test_python_reads_a_batch(run):
    assert run("batch", "py").splitlines() == ["one.png read 7", "two.png nothing "]


def test_python_reads_a_batch_with_a_refusal(run, folder):
    (folder / "one.png").write_bytes(b"no picture")
    first, second = run("batch", "py").splitlines()
    assert first.startswith("one.png refused: This is not a picture")
    assert second == "two.png nothing "


def test_python_has_a_job_read(run, folder, reading_jobs):
    assert run("bulk", "py") == "3 read, 0 refused\n"
    assert (folder / "results.csv").read_text().count(",read,") == 3


def test_python_keeps_and_corrects(run, token):
    kept, corrected = run("keep", "py").splitlines()
    photo = token[0].photos.get()
    assert kept == f"kept as {photo.pk} and read as 77"
    assert (corrected, photo.correction) == ("says 42", "42")


def test_python_exports(run, folder):
    run("keep", "py")
    run("export", "py")
    assert_is_gallery((folder / "gallery.zip").read_bytes())


@pytest.mark.main_flow
def test_script_reads(run_in_page):
    _, [first, *digits] = run_in_page("read", "photo.jpg")
    assert first.startswith("read 77 0.9")
    assert len(digits) == 2


def test_script_sends_a_drawing_as_text(run_in_page):
    assert run_in_page("drawing")[1] == ["read 7"]


def test_script_reads_a_batch(run_in_page):
    _, lines = run_in_page("batch", "one.png", "two.png")
    assert lines == ["one.png read 7", "two.png nothing "]


def test_script_has_a_job_read(run_in_page, reading_jobs):
    _, [counts, lines] = run_in_page("bulk", "scans.zip")
    assert counts == "3 read, 0 refused"
    assert [json.loads(line)["text"] for line in lines.splitlines()] == ["7"] * 3


@pytest.mark.main_flow
def test_script_keeps_and_corrects(run_in_page, token):
    _, [kept, corrected] = run_in_page("keep", "photo.jpg")
    photo = token[0].photos.get()
    assert kept == f"kept as {photo.pk} and read as 77"
    assert (corrected, photo.correction) == ("says 42", "42")


def test_script_exports(run, code, visit):
    run("keep", "py")
    page = visit("/privacy/")
    with page.expect_download() as download:
        page.evaluate(f"async () => {{ {code('export', 'js')} }}")
    assert download.value.suggested_filename == "gallery.zip"
    assert_is_gallery(download.value.path().read_bytes())


def assert_is_gallery(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "labels.csv" in archive.namelist()
        assert len(archive.namelist()) == 1 + Photo.objects.count() == 2


def open_examples(visit):
    page = visit("/api/v1/docs/examples/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def test_one_language_is_shown_and_remembered(visit):
    page = open_examples(visit)
    assert page.locator("[data-code]:visible").count() == 6
    assert "curl" in page.locator("[data-text]:visible").first.inner_text()
    page.get_by_role("radio", name="Python").check()
    assert "import requests" in page.locator("[data-text]:visible").first.inner_text()
    page.reload()
    assert "import requests" in page.locator("[data-text]:visible").first.inner_text()


def test_an_example_is_copied_whole(visit, live_server):
    page = open_examples(visit)
    page.get_by_role("button", name="Copy").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == read_code("read", "sh").replace(HOST, live_server.url)
    page.get_by_role("button", name="Copied").wait_for(state="detached")


def test_without_script_all_is_there_but_the_buttons(visit):
    page = visit("/api/v1/docs/examples/", java_script_enabled=False)
    page.get_by_role("radio", name="JavaScript").check()
    assert page.locator("[data-code]:visible").count() == 6
    assert page.locator("[data-copy]:visible").count() == 0
