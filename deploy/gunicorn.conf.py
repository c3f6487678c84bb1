"""How gunicorn serves the site: `gunicorn -c deploy/gunicorn.conf.py digitsite.wsgi`.

Set MALLOC_ARENA_MAX=2 in the environment before the start: with glibc's default, the
memory of a burst of large photos stays with the process (128 MB instead of 42).

A client that stalls, or sends fewer bytes than WEB_CLIENT_BYTES_PER_SECOND, is let go,
and takes no thread before the head of its request is there. On the open internet, put a
proxy in front all the same that takes each request in whole before it hands it on, as
nginx does with deploy/nginx.conf.
"""

import gc
import os
import shutil
import socket
import struct
import tempfile

from gunicorn.errors import AppImportError

CLIENT_SECONDS = int(os.environ.get("WEB_CLIENT_SECONDS", "20"))

bind = os.environ.get("BIND", "127.0.0.1:8000")
# gunicorn's gthread, whose threads wait for no slow client.
worker_class = "digitsite.serving.worker.PatientWorker"
# One worker holds one model (770 MB, 160 without TensorFlow); its threads share it.
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
# Of these, MAX_WAITING (32) and two more at most are taken by requests for a reading;
# the others serve pages, pictures, health and metrics, whatever waits.
threads = int(os.environ.get("WEB_THREADS", "64"))
# A model loaded before the fork hangs every worker: each loads its own.
preload_app = False
# The first start compiles the network; a slow disk takes its time over TensorFlow.
timeout = 120
graceful_timeout = 30
keepalive = 5
# No proxy has to say which part of a path is the site: by default, any client of a
# proxy on this machine could, and so get past rules of the proxy about paths.
forwarder_headers = ""
# Nobody steers the server through a socket, so there is none.
control_socket_disable = True

# The site itself logs each request, without address, query or browser.
accesslog = None
if os.environ.get("LOG_FORMAT") == "json":
    json_lines = {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": ["levelname", "name", "message"],
        "rename_fields": {"levelname": "level", "name": "logger"},
        "timestamp": "time",
    }
    console = {"class": "logging.StreamHandler", "formatter": "json"}
    logconfig_dict = {
        "formatters": {"json": json_lines},
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"gunicorn.error": {"handlers": ["console"], "propagate": False}},
    }

# In memory, unless TMPDIR names another place: a file of counters that can't grow, on a
# full disk, would end the worker, and a slow disk would delay its signs of life.
memory = "/dev/shm"
is_used = "TMPDIR" not in os.environ and os.access(memory, os.W_OK | os.X_OK)
worker_tmp_dir = memory if is_used else None

# Workers count in files of one folder, so that each can tell the sum. A reload keeps
# it; a new master, who has inherited the environment of an old one, makes its own.
mark = f"digitsite-metrics-{os.getpid()}-"
if mark not in os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""):
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(
        prefix=mark, dir=worker_tmp_dir
    )


def post_fork(server, worker):
    """Refuse settings that make no sense, or that are not fit for the public."""
    # What cleans memory or temporary files up may have taken it: without it, no worker
    # can count, and none starts.
    os.makedirs(os.environ["PROMETHEUS_MULTIPROC_DIR"], mode=0o700, exist_ok=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitsite.settings")
    # The settings are read here for the first time, before digitsite/wsgi.py says so.
    os.environ.setdefault("DIGIT_MODEL_PRELOAD", "1")
    from django.core.exceptions import ImproperlyConfigured

    from digitsite.serving.exposure import find_exposure

    listens_on = [listener.getsockname() for listener in server.LISTENERS]
    hosts = [address[0] for address in listens_on if isinstance(address, tuple)]
    try:
        reason = find_exposure(hosts)
    except ImproperlyConfigured as error:
        reason = f"Not configured: {error}"
    if reason:
        raise AppImportError(reason)


def post_worker_init(worker):
    """Beside the requests, delete what is too old, read jobs, watch over the worker."""
    from digitsite.serving.retention import start_retention
    from digitsite.serving.watchdog import Watchdog, end_worker
    from recognizer.jobs import start_job_threads

    start_retention()
    worker.jobs = start_job_threads()
    Watchdog(worker.watch, end_worker).start()
    # What the start made stays: to look through it for garbage again and again would
    # halt requests for a tenth of a second each time.
    gc.collect()
    gc.freeze()


def worker_exit(server, worker):
    """Give back what is being read of a job, so that another worker goes on at once."""
    jobs = getattr(worker, "jobs", None)
    if jobs:
        jobs.end()


def on_exit(server):
    """Forget the figures with the server that counted them."""
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def when_ready(server):
    """End reads from a client that sends nothing for long; connections inherit it."""
    patience = struct.pack("ll", CLIENT_SECONDS, 0)
    for listener in server.LISTENERS:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
