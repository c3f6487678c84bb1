TOKEN="YOUR-TOKEN"
KEY="scan-0001" # of your own choice: sent again, it keeps nothing twice

curl --fail-with-body -H "Authorization: Bearer $TOKEN" \
  -H "Idempotency-Key: $KEY" -F image=@photo.jpg \
  http://127.0.0.1:8000/api/v1/photos/
