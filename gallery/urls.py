"""URLs of the pages and of their forms."""

from django.urls import path

from gallery.api.pairings import PairingDetailView, PairingsView
from gallery.views import (
    bulk_jobs,
    gallery,
    home,
    join,
    model,
    pages,
    photo,
    pwa,
    script_texts,
    slideshow,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/slideshow/", slideshow.slideshow, name="slideshow"),
    path("gallery/<uuid:pk>/", photo.photo, name="photo"),
    path("jobs/", bulk_jobs.JobsPage.as_view(), name="jobs"),
    path("jobs/<uuid:pk>/", bulk_jobs.job, name="job"),
    path("jobs/<uuid:pk>/change/", bulk_jobs.change_job, name="job-action"),
    path("model/", model.model_card, name="model-card"),
    path("join/", join.join, name="join"),
    path("join/leave/", join.leave, name="leave"),
    path("pairings/", PairingsView.as_view(), name="pairings"),
    path("pairings/<uuid:pk>/", PairingDetailView.as_view(), name="pairing"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("worker.js", pwa.worker, name="worker"),
    path(
        "texts/<str:language>-<slug:digest>.js",
        script_texts.script_texts_view,
        name="script-texts",
    ),
    path("offline/", pwa.offline, name="offline"),
    path("privacy/", pages.privacy, name="privacy"),
    path("privacy/forget/", pages.forget, name="forget"),
    path("upload/", home.upload, name="gallery-upload"),
    path("gallery/delete/", gallery.delete_several, name="gallery-delete"),
    path("gallery/empty/", gallery.empty, name="gallery-empty"),
    path("gallery/<uuid:pk>/correct/", photo.correct, name="photo-correct"),
    path("gallery/<uuid:pk>/delete/", photo.delete, name="photo-delete"),
]
