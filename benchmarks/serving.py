"""Measure the site as it serves: `python -m benchmarks.serving`.

Starts gunicorn as `make run` does, on a free port and with a temporary database and
media folder, and requests readings one after the other. Prints wall and processor time
of a reading, and compares it with decoding the same file in the same run.
"""

import argparse
import http.client
import io
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

ROOT = Path(__file__).parent.parent
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def draw_picture(width: int, height: int, form: str, noise: float = 0.0) -> bytes:
    """Draw a 4 in the middle of a page and return it as a file."""
    unit = min(width, height) / 10
    page = Image.new("L", (width, height), 235)
    draw = ImageDraw.Draw(page)
    left, top = width / 2 - 2 * unit, height / 2 - 3 * unit
    for path in ((2.5, 0, 0, 4, 4, 4), (3, 2, 3, 6)):
        points = [p * unit for p in path]
        shifted = [p + (top if i % 2 else left) for i, p in enumerate(points)]
        draw.line(shifted, fill=30, width=max(round(unit / 2), 2), joint="curve")
    if noise:
        grain = np.random.default_rng(0).normal(scale=noise, size=(height, width))
        page = Image.fromarray(np.clip(page + grain, 0, 255).astype(np.uint8))
    file = io.BytesIO()
    page.convert("RGB").save(file, form, quality=92)
    return file.getvalue()


class Server:
    """A gunicorn of this checkout on a free port."""

    def __init__(self, folder: str, **settings: str):
        """Start it with everything in a folder, or where settings place it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        environment = os.environ | {
            "DJANGO_DEBUG": "1",
            "MALLOC_ARENA_MAX": "2",
            "THROTTLE_READINGS": "off",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": folder,
            **settings,
        }
        bind = f"127.0.0.1:{self.port}"
        command = ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "-b", bind]
        self.process = subprocess.Popen(
            [sys.executable, *command, "digitsite.wsgi"],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, data: bytes, kind: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": f"image/{kind.lower()}"}
        connection.request("POST", "/api/v1/readings/", data, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()

    def find_worker(self) -> int:
        """Return the process ID of the worker."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return int(children.read_text().split()[0])

    def processor_seconds(self) -> float:
        fields = (
            Path(f"/proc/{self.find_worker()}/stat").read_text().rsplit(")")[1].split()
        )
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def memory(self, name: str) -> int:
        """Return VmRSS or VmHWM in MB."""
        lines = Path(f"/proc/{self.find_worker()}/status").read_text().splitlines()
        return next(int(x.split()[1]) for x in lines if x.startswith(name)) // 1024


def wait_until_ready(server: Server, data: bytes) -> float:
    """Return the seconds until the first reading."""
    start = time.perf_counter()
    while time.perf_counter() - start < 120:
        try:
            if server.ask(data, "png")[0] == 200:
                return time.perf_counter() - start
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The server did not answer within two minutes.")


def measure(server: Server, name: str, data: bytes, kind: str, rounds: int) -> None:
    """Print wall and processor time of readings of one file."""
    decoding = statistics.median(decode_seconds(data) for _ in range(5))
    walls, before = [], server.processor_seconds()
    for _ in range(rounds):
        start = time.perf_counter()
        status, body = server.ask(data, kind)
        walls.append(time.perf_counter() - start)
        if status != 200:
            raise SystemExit(f"{name}: {status} {body[:200]}")
    processor = (server.processor_seconds() - before) / rounds
    print(
        f"{name:20} {len(data) / 1e6:5.2f} MB"
        f"  median {1e3 * statistics.median(walls):6.1f} ms"
        f"  minimum {1e3 * min(walls):6.1f} ms"
        f"  processor {1e3 * processor:6.1f} ms"
        f"  ({processor / decoding:.2f} times one decoding)"
    )


def decode_seconds(data: bytes) -> float:
    start = time.process_time()
    Image.open(io.BytesIO(data)).convert("L")
    return max(time.process_time() - start, 1e-6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_args().rounds
    small = draw_picture(28, 28, "PNG")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        try:
            print(f"start to first reading: {wait_until_ready(server, small):.1f} s")
            print(f"resident memory after it: {server.memory('VmRSS')} MB")
            measure(server, "28x28 PNG", small, "png", rounds)
            measure(
                server, "280x280 canvas", draw_picture(280, 280, "PNG"), "png", rounds
            )
            photo = draw_picture(4000, 3000, "JPEG", noise=9)
            measure(server, "12-megapixel JPEG", photo, "jpeg", rounds)
            print(f"resident memory now: {server.memory('VmRSS')} MB, ", end="")
            print(f"peak: {server.memory('VmHWM')} MB")
        finally:
            server.process.terminate()
            server.process.wait()


if __name__ == "__main__":
    main()
