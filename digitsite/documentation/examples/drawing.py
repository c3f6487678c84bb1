"""Read a picture that is sent as text in JSON."""

import base64
from pathlib import Path

import requests

text = base64.b64encode(Path("drawing.png").read_bytes()).decode()
answer = requests.post(
    "http://127.0.0.1:8000/api/v1/readings/", json={"image": text}, timeout=30
)
reading = answer.json()
if not answer.ok:
    raise SystemExit(f"{reading['code']}: {reading['detail']}")
print(reading["verdict"], reading["text"])
