"""Metrics for Prometheus, summed over all workers of one server."""

import os
from collections.abc import Iterator
from ipaddress import ip_address

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from digitsite.exceptions import api_not_found
from digitsite.monitoring.health import read_only
from digitsite.serving.proxy_headers import is_proxied
from gallery.models import Photo
from recognizer import DURATION_BUCKETS, ModelUnavailable, get_model_card

LABELS = ["method", "view", "status"]

REQUESTS = Counter("digitsite_requests", "Requests answered.", LABELS)
SECONDS = Histogram(
    "digitsite_request_seconds",
    "Time from the head of a request to the end of the response.",
    LABELS,
    buckets=DURATION_BUCKETS,
)


class SiteCollector(Collector):
    """Metrics that are looked up when they are scraped."""

    def collect(self) -> Iterator[Metric]:
        try:
            count = Photo.objects.count()
            yield GaugeMetricFamily("digitsite_photos", "Photos stored.", value=count)
        except DatabaseError:
            pass
        try:
            card = get_model_card()
        except ModelUnavailable:
            return
        info = {name: str(card[name]) for name in ("name", "version", "sha256")}
        info["line_reader"] = str(card.get("line_reader", {}).get("version", ""))
        yield InfoMetricFamily("digitsite_model", "The model in use.", value=info)


@read_only
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics to an authorized client; anyone else gets 404."""
    if not is_authorized(request):
        return api_not_found(request)
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(encode(build_registry()), content_type=content_type)


def is_authorized(request: HttpRequest) -> bool:
    """Check the token where one is set, else that the client is on this machine."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    # Behind a proxy of this machine, every request comes from this machine.
    is_direct = not (settings.NUM_PROXIES or is_proxied(request))
    return is_direct and is_loopback(request)


def is_loopback(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a Unix socket has no address
        return False


def build_registry() -> CollectorRegistry:
    """Build a registry of this process, or of all workers if there may be several."""
    registry = CollectorRegistry()
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        # If it was cleaned up, workers that start from now on count again.
        os.makedirs(folder, mode=0o700, exist_ok=True)
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(SiteCollector())
    return registry
