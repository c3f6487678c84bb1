"""Compare a batch with as many single calls: time, memory and results.

    python -m benchmarks.batch [--pictures 32] [--rounds 5] [--megapixels 12]

Single calls and batches alternate in the same run, so that other load on the machine
affects both. The ratio is that of the medians.
"""

import argparse
import http.client
import json
import statistics
import tempfile
import time
from typing import Any

from benchmarks.drawn_pictures import draw_picture
from benchmarks.serving import Server, to_form, wait_until_ready

ASPECT_RATIO = 4 / 3  # width by height


def post(server: Server, path: str, kind: str, data: bytes) -> Any:
    """Return the JSON of a successful answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("POST", path, data, {"Content-Type": kind})
    response = connection.getresponse()
    body = json.loads(response.read())
    if response.status != 200:
        raise SystemExit(f"{path}: {response.status} {body}")
    return body


def read_singly(server: Server, pictures: list[bytes]) -> list:
    return [post(server, "/api/v1/readings/", "image/jpeg", data) for data in pictures]


def read_as_batch(server: Server, pictures: list[bytes]) -> list:
    return post(server, "/api/v1/readings/batch/", *to_form(*pictures, field="images"))


def measure(server: Server, read, pictures: list[bytes]) -> tuple[float, float, list]:
    """Return wall seconds, processor seconds of the server, and the readings."""
    wall, processor = time.perf_counter(), server.processor_seconds()
    readings = read(server, pictures)
    return (
        time.perf_counter() - wall,
        server.processor_seconds() - processor,
        readings,
    )


def max_difference(singles: list, batch: list) -> float:
    """Return the largest difference of two confidences; all else has to be equal."""
    for one, other in zip(singles, batch, strict=True):
        for name in ("text", "verdict", "photo"):
            if one[name] != other[name]:
                raise SystemExit(f"Single {one[name]!r}, in a batch {other[name]!r}.")
    pairs = zip(singles, batch, strict=True)
    return max(abs(one["confidence"] - other["confidence"]) for one, other in pairs)


def compare(server: Server, name: str, pictures: list[bytes], rounds: int) -> None:
    """Print time and memory of single calls and batches in turn."""
    before = server.memory("VmHWM")
    measure(server, read_singly, pictures)
    singles_peak = server.memory("VmHWM")
    runs = [
        (
            measure(server, read_singly, pictures),
            measure(server, read_as_batch, pictures),
        )
        for _ in range(rounds)
    ]
    for i, kind in enumerate(("wall", "processor")):
        single, batch = (statistics.median(run[j][i] for run in runs) for j in (0, 1))
        print(
            f"{name:24} {kind:9} singles {single:6.2f} s  batch {batch:6.2f} s"
            f"  ratio {batch / single:.2f}"
        )
    difference = max(max_difference(single[2], batch[2]) for single, batch in runs)
    print(
        f"{name:24} confidences differ by at most {difference:.1e}; peak memory "
        f"{before} MB before, {singles_peak} after singles, "
        f"{server.memory('VmHWM')} after batches"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megapixels", type=float, default=12)
    options = parser.parse_args()
    height = round((options.megapixels * 1e6 / ASPECT_RATIO) ** 0.5)
    photo = draw_picture(round(height * ASPECT_RATIO), height, "JPEG", noise=9)
    drawing = draw_picture(280, 280, "PNG")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        try:
            wait_until_ready(server, drawing)
            for name, data in (
                (f"{options.pictures} drawings", drawing),
                (f"{options.pictures} photos, {options.megapixels:g} MP", photo),
            ):
                compare(server, name, [data] * options.pictures, options.rounds)
        finally:
            server.end()


if __name__ == "__main__":
    main()
