"""Read a picture; nothing is stored."""

import requests

with open("photo.jpg", "rb") as photo:
    answer = requests.post(
        "http://127.0.0.1:8000/api/v1/readings/", files={"image": photo}, timeout=30
    )
reading = answer.json()
if not answer.ok:
    raise SystemExit(f"{reading['code']}: {reading['detail']}")
print(reading["verdict"], reading["text"], reading["confidence"])
for digit in reading["digits"]:
    print(digit["label"], digit["confidence"], digit["box"])
