"""Take the gallery of a token along: its pictures, and a table of what they say."""

import requests

with requests.get(
    "http://127.0.0.1:8000/api/v1/photos/export/",
    params={"format": "zip"},
    headers={"Authorization": "Bearer YOUR-TOKEN"},
    stream=True,
    timeout=30,
) as answer:
    answer.raise_for_status()
    with open("gallery.zip", "wb") as file:
        for chunk in answer.iter_content(65_536):
            file.write(chunk)
