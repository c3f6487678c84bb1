TOKEN="YOUR-TOKEN"

# The answer has the addresses where progress and results are.
curl --fail-with-body -H "Authorization: Bearer $TOKEN" -F archive=@scans.zip \
  http://127.0.0.1:8000/api/v1/jobs/
