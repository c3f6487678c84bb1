"""The API of jobs: many pictures that are read later, and never kept."""

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.settings import api_settings

from gallery.api.job_serializers import (
    JOB_PAGE,
    JOB_REQUEST,
    CreatedJobSerializer,
    JobListSerializer,
    JobPageSerializer,
    JobSerializer,
    NewJobSerializer,
    ResultsSerializer,
)
from gallery.api.photos import (
    IDEMPOTENCY_KEY,
    WRITE_REFUSALS,
    GalleryView,
    QueryFormatOnly,
)
from gallery.identity import get_token
from gallery.pagination import find_page
from gallery.services.bulk_jobs import check_place, create_job, get_jobs
from gallery.services.exports import begin
from gallery.services.idempotency import IdempotentRequest
from recognizer.api import JobFormParser, check_length
from recognizer.jobs import (
    CONTENT_TYPES,
    cancel_job,
    delete_jobs,
    pause_job,
    resume_job,
    stream_results,
)

CREATE_REFUSALS = (
    *("empty_upload", "invalid_input", "photo_too_large", "unsupported_format"),
    *("csrf_failed", "throttled", "busy", "storage_full", "idempotency_key_reused"),
)
ACTION_REFUSALS = ("not_found", "job_state_conflict", *WRITE_REFUSALS)
CREATE_GUIDE = """
A job reads many pictures one after the other, while its sender does something else.
Send one of `archive`, a ZIP file; `images`, repeated; and `prefix` as JSON.

Nothing goes into the gallery. Each picture is deleted once the few dozen that are
stored together with it are read; the results stay until the job is deleted.

A file that can't be read fails alone, with a code in the results; so does a member of
an archive that is encrypted, an archive itself, or has a path that leads out. Folders,
hidden files and what systems add are left out.

At the end, `webhook` is called with the id, state and counts of the job as JSON. Its
header `Digitsite-Signature: t=TIME,v1=SIGNATURE` holds the HMAC-SHA256, in hexadecimal
digits, of `TIME.BODY` under `webhook_secret`. A call that is not answered with 2xx is
tried again for some hours; redirects are not followed.
"""
RESULTS_GUIDE = """
What was read until now, in the order in which it was sent: at any time, and complete
once the job has finished. A picture that was refused has `code` and `detail`.

`jsonl` has a JSON object in each line: `file`, and the fields of a reading. `csv` has
the columns `file`, `verdict`, `confidence`, `text`, `code`, `detail`, `numbers`,
`frames` and `frame`.
"""
NO_PREFIX = _("Pictures below this prefix are not available for jobs.")
NEEDS_TOKEN = _("Only a program with a token may have pictures of the bucket read.")


class JobsView(GalleryView):
    """Base of the views of jobs: those of this visitor or program."""

    def job(self, pk):
        return get_object_or_404(get_jobs(self.request), pk=pk)


class JobListView(JobsView):
    """The jobs of this visitor or program."""

    parser_classes = [JobFormParser, *api_settings.DEFAULT_PARSER_CLASSES]

    @property
    def throttle_scope(self):
        return None if self.request.method in SAFE_METHODS else "jobs"

    @extend_schema(
        operation_id="listJobs",
        summary="List your jobs, newest first",
        parameters=[JobListSerializer],
        responses={200: OpenApiResponse(JobPageSerializer, "Part of the jobs.")},
        examples=[OpenApiExample("A page", JOB_PAGE, response_only=True)],
        extensions={"x-refusals": ("invalid_input",)},
    )
    def get(self, request):
        query = JobListSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        page = find_page(get_jobs(request), wanted["cursor"], wanted["page_size"])
        newer, older = page.links(request)
        results = JobSerializer(page.photos, many=True).data
        return Response({"next": older, "previous": newer, "results": results})

    @extend_schema(
        operation_id="createJob",
        summary="Have many pictures read",
        description=CREATE_GUIDE,
        parameters=[IDEMPOTENCY_KEY],
        request=JOB_REQUEST,
        responses={201: OpenApiResponse(CreatedJobSerializer, "The new job.")},
        extensions={"x-refusals": CREATE_REFUSALS},
    )
    def post(self, request):
        check_length(request)
        if "Idempotency-Key" not in request.headers:
            check_place(request)
        body = NewJobSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        job, created = create_from(request, body.to_content())
        payload = CreatedJobSerializer(job).data
        headers = {"Location": payload["url"]}
        if not created:
            headers["Idempotent-Replayed"] = "true"
        return Response(payload, status=status.HTTP_201_CREATED, headers=headers)


def create_from(request, content):
    """Create the job that a request asks for, as `create_job` does.

    Raises:
        ValidationError: if the prefix is not available to it.
    """
    if content.prefix and not get_token(request):
        raise ValidationError({"prefix": [NEEDS_TOKEN]})
    idempotent = IdempotentRequest.from_request(request, content.files)
    try:
        return create_job(request, content, idempotent)
    except LookupError as e:
        raise ValidationError({"prefix": [NO_PREFIX]}) from e


class JobView(JobsView):
    """One job of this visitor or program; any other is a 404."""

    @extend_schema(
        operation_id="getJob",
        summary="Show how far a job is",
        responses={200: OpenApiResponse(JobSerializer, "The job.")},
        extensions={"x-refusals": ("not_found",)},
    )
    def get(self, request, pk):
        return Response(JobSerializer(self.job(pk)).data)

    @extend_schema(
        operation_id="deleteJob",
        summary="Delete a job, with its results and pictures",
        request=None,
        responses={204: OpenApiResponse(None, "Deleted.")},
        extensions={"x-refusals": ("not_found", *WRITE_REFUSALS)},
    )
    def delete(self, request, pk):
        delete_jobs(get_jobs(request).filter(pk=self.job(pk).pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class JobActionView(JobsView):
    """Base of the views that change the state of a job."""

    def change(self, change, pk):
        change(self.job(pk))
        return Response(JobSerializer(self.job(pk)).data)


def describe_action(action):
    """Describe the operation that does this with a job."""
    return extend_schema(
        operation_id=f"{action}Job",
        summary=f"{action.capitalize()} a job",
        request=None,
        responses={200: OpenApiResponse(JobSerializer, "The job.")},
        extensions={"x-refusals": ACTION_REFUSALS},
    )


class PauseJobView(JobActionView):
    """Read no more pictures until the job is resumed."""

    @describe_action("pause")
    def post(self, request, pk):
        return self.change(pause_job, pk)


class ResumeJobView(JobActionView):
    """Go on with a paused job."""

    @describe_action("resume")
    def post(self, request, pk):
        return self.change(resume_job, pk)


class CancelJobView(JobActionView):
    """End a job: its results stay, and pictures that were not read are deleted."""

    @describe_action("cancel")
    def post(self, request, pk):
        return self.change(cancel_job, pk)


class JobResultsView(JobsView):
    """The results of a job."""

    content_negotiation_class = QueryFormatOnly
    throttle_scope = "exports"

    @extend_schema(
        operation_id="getJobResults",
        summary="Download the results of a job",
        description=RESULTS_GUIDE,
        parameters=[ResultsSerializer],
        responses={
            (200, kind.partition(";")[0]): OpenApiResponse(
                OpenApiTypes.BINARY, "The results."
            )
            for kind in CONTENT_TYPES.values()
        },
        extensions={"x-refusals": ("invalid_input", "not_found", "throttled")},
    )
    def get(self, request, pk):
        query = ResultsSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        form, job = query.validated_data["format"], self.job(pk)
        name = f"digitsite-{job.created:%Y-%m-%d}-{job.pk.hex[:8]}.{form}"
        return StreamingHttpResponse(
            begin(stream_results(job, form)) if request.method == "GET" else (),
            content_type=CONTENT_TYPES[form],
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": f'attachment; filename="{name}"',
            },
        )
