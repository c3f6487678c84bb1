"""Every address of the site."""

from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from digitsite.monitoring import health
from digitsite.monitoring.metrics import metrics

# Browsers ask for this name wherever a page names no other.
favicon = RedirectView.as_view(url=static("img/favicon.svg"))

urlpatterns = [
    path("", include("gallery.urls")),
    path("api/v1/", include("digitsite.api_urls")),
    path("language/", set_language, name="set-language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("favicon.ico", favicon, name="favicon"),
]

handler400 = "digitsite.exceptions.bad_request"
handler404 = "digitsite.exceptions.page_not_found"
handler500 = "digitsite.exceptions.server_error"
