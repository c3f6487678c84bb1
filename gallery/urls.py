"""The addresses of the pages and of their plain forms."""

from django.urls import path

from gallery import joining, listing, shell, views
from gallery.pairing_api import PairingDetailView, PairingsView

urlpatterns = [
    path("", views.home, name="home"),
    path("gallery/", listing.gallery, name="gallery"),
    path("gallery/slideshow/", views.slideshow, name="slideshow"),
    path("gallery/<uuid:pk>/", views.photo, name="photo"),
    path("model/", views.model_card, name="model-card"),
    path("join/", joining.join, name="join"),
    path("join/leave/", joining.leave, name="leave"),
    path("pairings/", PairingsView.as_view(), name="pairings"),
    path("pairings/<uuid:pk>/", PairingDetailView.as_view(), name="pairing"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("worker.js", shell.worker, name="worker"),
    path("offline/", shell.offline, name="offline"),
    path("privacy/", views.privacy, name="privacy"),
    path("upload/", views.upload, name="gallery-upload"),
    path("gallery/delete/", listing.delete_several, name="gallery-delete"),
    path("gallery/empty/", listing.empty, name="gallery-empty"),
    path("gallery/<uuid:pk>/correct/", views.correct, name="photo-correct"),
    path("gallery/<uuid:pk>/delete/", views.delete, name="photo-delete"),
]
