"""Measure a batch against as many single calls: time, memory, and whether they agree.

    python -m benchmarks.batch [--pictures 32] [--rounds 5] [--megapixels 12]

Singles and batch take turns in the same run, so what else the machine does weighs on
both; the ratio is of the medians.
"""

import argparse
import http.client
import json
import statistics
import tempfile
import time
from uuid import uuid4

from benchmarks.serving import Server, first_answer, picture

WIDE = 4 / 3  # times as wide as high


def post(server: Server, path: str, kind: str, data: bytes):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=300)
    connection.request("POST", path, data, {"Content-Type": kind})
    answer = connection.getresponse()
    body = json.loads(answer.read())
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {body}")
    return body


def to_form(pictures: list[bytes]) -> tuple[str, bytes]:
    """Return content type and body of a form with every picture in `images`."""
    boundary = uuid4().hex
    head = (
        f"--{boundary}\r\nContent-Disposition: form-data; "
        'name="images"; filename="p"\r\n\r\n'
    ).encode()
    parts = b"".join(head + data + b"\r\n" for data in pictures)
    kind = f"multipart/form-data; boundary={boundary}"
    return kind, parts + f"--{boundary}--\r\n".encode()


def one_by_one(server: Server, pictures: list[bytes]) -> list:
    return [post(server, "/api/v1/readings/", "image/jpeg", data) for data in pictures]


def together(server: Server, pictures: list[bytes]) -> list:
    return post(server, "/api/v1/readings/batch/", *to_form(pictures))


def measured(server: Server, ask, pictures: list[bytes]) -> tuple[float, float, list]:
    """Return wall seconds, processor seconds of the server, and the answers."""
    wall, processor = time.perf_counter(), server.processor_seconds()
    answers = ask(server, pictures)
    return (
        time.perf_counter() - wall,
        server.processor_seconds() - processor,
        answers,
    )


def farthest(alone: list, beside: list) -> float:
    """Return by how much two confidences differ at most; all else has to be alike."""
    for one, other in zip(alone, beside, strict=True):
        for name in ("text", "verdict", "photo"):
            if one[name] != other[name]:
                raise SystemExit(f"Alone {one[name]!r}, in a batch {other[name]!r}.")
    pairs = zip(alone, beside, strict=True)
    return max(abs(one["confidence"] - other["confidence"]) for one, other in pairs)


def compare(server: Server, name: str, pictures: list[bytes], rounds: int) -> None:
    before = server.memory("VmHWM")
    measured(server, one_by_one, pictures)
    singles_peak = server.memory("VmHWM")
    runs = [
        (measured(server, one_by_one, pictures), measured(server, together, pictures))
        for _ in range(rounds)
    ]
    for i, what in enumerate(("wall", "processor")):
        single, batch = (statistics.median(run[j][i] for run in runs) for j in (0, 1))
        print(
            f"{name:24} {what:9} singles {single:6.2f} s  batch {batch:6.2f} s"
            f"  ratio {batch / single:.2f}"
        )
    difference = max(farthest(single[2], batch[2]) for single, batch in runs)
    print(
        f"{name:24} confidences differ by {difference:.1e} at most; memory at most "
        f"{before} MB before, {singles_peak} after singles, "
        f"{server.memory('VmHWM')} after batches"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megapixels", type=float, default=12)
    options = parser.parse_args()
    height = round((options.megapixels * 1e6 / WIDE) ** 0.5)
    photo = picture(round(height * WIDE), height, "JPEG", noise=9)
    drawing = picture(280, 280, "PNG")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder)
        try:
            first_answer(server, drawing)
            for name, data in (
                (f"{options.pictures} drawings", drawing),
                (f"{options.pictures} photos, {options.megapixels:g} MP", photo),
            ):
                compare(server, name, [data] * options.pictures, options.rounds)
        finally:
            server.process.terminate()
            server.process.wait()


if __name__ == "__main__":
    main()
