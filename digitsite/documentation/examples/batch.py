"""Read many pictures at once; one that can't be read does not spoil the rest."""

from pathlib import Path

import requests

names = ["one.png", "two.png"]
pictures = [("images", (name, Path(name).read_bytes())) for name in names]
answer = requests.post(
    "http://127.0.0.1:8000/api/v1/readings/batch/", files=pictures, timeout=60
)
payload = answer.json()
if not answer.ok:
    raise SystemExit(f"{payload['code']}: {payload['detail']}")
for name, reading in zip(names, payload, strict=True):
    if "code" in reading:
        print(name, "refused:", reading["detail"])
    else:
        print(name, reading["verdict"], reading["text"])
