"""A digit site as a developer would build it in an afternoon: one view, one network.

It reads one digit of a picture that is nothing but that digit, light on dark as in
MNIST, and knows nothing of refusals, metadata or several digits. Its network is the
product's classifier, by LiteRT: that runtime comes along with the light engine, and of
the 2 ms of such a request it takes 0.3, as ONNX Runtime would.
"""

import os
import threading

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from PIL import Image

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATA_UPLOAD_MAX_MEMORY_SIZE=None,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="for-measurements-only",
)
interpreter = Interpreter(os.environ["AFTERNOON_MODEL"], num_threads=1)
interpreter.allocate_tensors()
[given], [answered] = interpreter.get_input_details(), interpreter.get_output_details()
lock = threading.Lock()


@csrf_exempt
def read(request):
    image = Image.open(request.FILES["image"]).convert("L").resize((28, 28))
    pixels = np.asarray(image, np.float32) / 255
    with lock:
        interpreter.set_tensor(given["index"], pixels[None, :, :, None])
        interpreter.invoke()
        logits = interpreter.get_tensor(answered["index"])[0]
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    return JsonResponse({"digit": int(shares.argmax()), "shares": shares.tolist()})


def healthz(request):
    return HttpResponse("ok")


urlpatterns = [path("api/v1/readings/", read), path("healthz", healthz)]
application = get_wsgi_application()
