"""Have all pictures of a ZIP file read, and take the table of results along."""

import time
from pathlib import Path

import requests

site = "http://127.0.0.1:8000"
program = requests.Session()
program.headers["Authorization"] = "Bearer YOUR-TOKEN"
with open("scans.zip", "rb") as archive:
    answer = program.post(
        f"{site}/api/v1/jobs/", files={"archive": archive}, timeout=300
    )
job = answer.json()
if not answer.ok:
    raise SystemExit(f"{job['code']}: {job['detail']}")
while not job["ended"]:
    time.sleep(2)
    job = program.get(site + job["url"], timeout=30).json()
print(f"{job['done']} read, {job['failed']} refused")
table = program.get(site + job["results"], params={"format": "csv"}, timeout=300)
Path("results.csv").write_bytes(table.content)
