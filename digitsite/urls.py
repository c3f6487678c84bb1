"""Every address of the site."""

from django.urls import include, path

from digitsite import health

urlpatterns = [
    path("", include("gallery.urls")),
    path("api/v1/", include("digitsite.api_urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

handler400 = "digitsite.exceptions.bad_request"
handler404 = "digitsite.exceptions.page_not_found"
handler500 = "digitsite.exceptions.server_error"
