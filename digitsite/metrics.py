"""Figures for Prometheus, summed over all workers of one server."""

import os
from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from digitsite.exceptions import api_not_found
from digitsite.health import for_reading
from gallery.models import Photo
from recognizer.errors import ModelUnavailable
from recognizer.inference import engine
from recognizer.metrics import BUCKETS

KINDS = ["method", "view", "status"]
# What proxies tell: behind one, every visitor seems to come from this machine.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")

REQUESTS = Counter("digitsite_requests", "Requests answered.", KINDS)
SECONDS = Histogram(
    "digitsite_request_seconds",
    "Time from a request's head to its whole answer.",
    KINDS,
    buckets=BUCKETS,
)


class Holdings(Collector):
    """What is looked up when the figures are asked for."""

    def collect(self) -> Iterator[Metric]:
        try:
            count = Photo.objects.count()
            yield GaugeMetricFamily("digitsite_photos", "Photos held.", value=count)
        except DatabaseError:
            pass
        try:
            card = engine.card()
        except ModelUnavailable:
            return
        told = {name: str(card[name]) for name in ("name", "version", "sha256")}
        told["line_reader"] = str(card.get("line_reader", {}).get("version", ""))
        yield InfoMetricFamily("digitsite_model", "The model in use.", value=told)


@for_reading
def metrics(request):
    """Tell the figures to whoever may know them; to others, there is nothing here."""
    if not may_see(request):
        return api_not_found(request)
    encode, kind = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(registry()), content_type=kind)


def may_see(request) -> bool:
    """Ask for the token where one is set, else for a program on this very machine."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    is_direct = not any(name in request.headers for name in FORWARDED)
    return is_direct and not settings.NUM_PROXIES and is_loopback(request)


def is_loopback(request) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a socket file has no address
        return False


def registry() -> CollectorRegistry:
    """Gather what this process counted, or all workers where there may be several."""
    everything = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(everything)
    else:
        everything.register(REGISTRY)
    everything.register(Holdings())
    return everything
