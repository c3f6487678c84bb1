curl --fail-with-body -F images=@one.png -F images=@two.png \
  http://127.0.0.1:8000/api/v1/readings/batch/
