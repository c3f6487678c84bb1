"""The addresses of the API, version 1."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from digitsite.authentication import BearerToken
from digitsite.documentation.example_views import examples
from digitsite.documentation.openapi import DocsView, SchemaView
from digitsite.exceptions import api_not_found
from gallery.api.bulk_jobs import (
    CancelJobView,
    JobListView,
    JobResultsView,
    JobView,
    PauseJobView,
    ResumeJobView,
)
from gallery.api.images import ImageView, SmallThumbnailView, ThumbnailView
from gallery.api.photos import ExportView, PhotoListView, PhotoView
from gallery.api.visitors import VisitorView
from recognizer.api import BatchView, ModelView, ReadingsView

# Here no cookie is looked at, so there is nothing that a forged request could use.
COOKIELESS = {"authentication_classes": [BearerToken]}

urlpatterns = [
    path("readings/", ReadingsView.as_view(**COOKIELESS), name="api-readings"),
    path("readings/batch/", BatchView.as_view(**COOKIELESS), name="api-batch"),
    path("photos/", PhotoListView.as_view(), name="api-photos"),
    path("photos/export/", ExportView.as_view(), name="api-export"),
    path("photos/<uuid:pk>/", PhotoView.as_view(), name="api-photo"),
    path("photos/<uuid:pk>/image/", ImageView.as_view(), name="photo-image"),
    path(
        "photos/<uuid:pk>/thumbnail/", ThumbnailView.as_view(), name="photo-thumbnail"
    ),
    path(
        "photos/<uuid:pk>/thumbnail/small/",
        SmallThumbnailView.as_view(),
        name="photo-small-thumbnail",
    ),
    path("jobs/", JobListView.as_view(), name="api-jobs"),
    path("jobs/<uuid:pk>/", JobView.as_view(), name="api-job"),
    path("jobs/<uuid:pk>/pause/", PauseJobView.as_view(), name="api-job-pause"),
    path("jobs/<uuid:pk>/resume/", ResumeJobView.as_view(), name="api-job-resume"),
    path("jobs/<uuid:pk>/cancel/", CancelJobView.as_view(), name="api-job-cancel"),
    path("jobs/<uuid:pk>/results/", JobResultsView.as_view(), name="api-job-results"),
    path("visitor/", VisitorView.as_view(), name="api-visitor"),
    path("model/", ModelView.as_view(**COOKIELESS), name="api-model"),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocsView.as_view(url_name="api-schema"), name="api-docs"),
    path("docs/examples/", examples, name="api-examples"),
    path("<path:path>", csrf_exempt(api_not_found)),
]
