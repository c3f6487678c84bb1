"""The ASGI application, for servers that speak it."""

import os

from django.core.asgi import get_asgi_application

from digitsite.serving.utf8_requests import Utf8ASGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
# A serving process loads the model before its first request; commands never do.
os.environ.setdefault("DIGIT_MODEL_PRELOAD", "1")

application = get_asgi_application()
application.request_class = Utf8ASGIRequest
