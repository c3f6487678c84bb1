TOKEN="YOUR-TOKEN"

curl --fail-with-body -H "Authorization: Bearer $TOKEN" -o gallery.zip \
  "http://127.0.0.1:8000/api/v1/photos/export/?format=zip"
