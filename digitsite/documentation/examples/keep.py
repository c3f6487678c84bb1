"""Keep a photo in the gallery of a token, and say what it really shows."""

import requests

HOST = "http://127.0.0.1:8000"
session = requests.Session()
session.headers["Authorization"] = "Bearer YOUR-TOKEN"

with open("photo.jpg", "rb") as file:
    answer = session.post(
        f"{HOST}/api/v1/photos/",
        files={"image": file},
        # Of your own choice: sent again, it keeps nothing twice.
        headers={"Idempotency-Key": "scan-0001"},
        timeout=30,
    )
photo = answer.json()
if not answer.ok:
    raise SystemExit(f"{photo['code']}: {photo['detail']}")
print("kept as", photo["id"], "and read as", photo["reading"]["text"])

correction = {"correction": "42"}
answer = session.patch(f"{HOST}{photo['url']}", json=correction, timeout=30)
answer.raise_for_status()
print("says", answer.json()["correction"])
