printf '{"image": "%s"}' "$(base64 < drawing.png | tr -d '\n')" |
  curl --fail-with-body -H "Content-Type: application/json" --data-binary @- \
    http://127.0.0.1:8000/api/v1/readings/
