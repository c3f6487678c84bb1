"""The WSGI application, as gunicorn serves it."""

import os

from django.core.wsgi import get_wsgi_application

from digitsite.serving.utf8_requests import Utf8WSGIRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
# A serving process loads the model before its first request; commands never do.
os.environ.setdefault("DIGIT_MODEL_PRELOAD", "1")

application = get_wsgi_application()
application.request_class = Utf8WSGIRequest
