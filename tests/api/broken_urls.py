"""The URLs of the site, and one whose view fails outside REST framework."""

from django.urls import path

from digitsite.urls import handler400, handler404, handler500  # noqa: F401
from digitsite.urls import urlpatterns as site_urls


def broken(request):
    raise RuntimeError


urlpatterns = [path("api/v1/broken/", broken), *site_urls]
