curl --fail-with-body -F image=@photo.jpg \
  http://127.0.0.1:8000/api/v1/readings/
