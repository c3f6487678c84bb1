"""The pages of jobs: their list with the form that sends one, and one job."""

from contextlib import suppress

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from rest_framework.exceptions import APIException, Throttled, ValidationError
from rest_framework.views import APIView

from gallery.api.bulk_jobs import create_from
from gallery.api.job_serializers import NewJobSerializer
from gallery.api.photos import QueryFormatOnly
from gallery.services.bulk_jobs import check_place, get_jobs
from gallery.texts import bulk_jobs, uploads
from gallery.views.gallery import get_page_context
from recognizer import REFUSALS, RecognizerError
from recognizer.api import JobFormParser
from recognizer.jobs import (
    JobsBusy,
    JobStateConflict,
    cancel_job,
    delete_jobs,
    pause_job,
    resume_job,
)

PAGE_JOBS = 20
ACTIONS = {"pause": pause_job, "resume": resume_job, "cancel": cancel_job}


class JobsPage(APIView):
    """The list of jobs; its form holds more than Django's own parser takes."""

    parser_classes = [JobFormParser]
    content_negotiation_class = QueryFormatOnly
    schema = None

    @property
    def throttle_scope(self):
        return "jobs" if self.request.method == "POST" else None

    def get(self, request):
        return show_jobs(request._request)

    def post(self, request):
        """Create a job and show its page."""
        body = NewJobSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        job, _ = create_from(request, body.to_content())
        return redirect("job", job.pk)

    def handle_exception(self, exc):
        """Show the list with what was wrong with the form."""
        request = self.request._request
        if isinstance(exc, RecognizerError):
            REFUSALS.labels(exc.code).inc()
            status = 503 if exc.code in ("busy", "storage_unavailable") else 400
            return show_jobs(request, exc.message, status)
        if isinstance(exc, Throttled):
            return show_jobs(request, uploads.throttled(exc.wait or 1), 429)
        if isinstance(exc, ValidationError):
            return show_jobs(request, bulk_jobs.NOTHING_CHOSEN, 400)
        if getattr(exc, "default_code", "") == "csrf_failed":
            return render(request, "403_csrf.html", status=403)
        if isinstance(exc, APIException) and exc.status_code == 400:
            return show_jobs(request, exc.detail, 400)
        raise exc


def show_jobs(request, problem="", status=200):
    refusal = find_refusal(request)
    page = get_page_context(request, get_jobs(request), PAGE_JOBS)
    context = {
        "is_full": bool(refusal),
        "jobs": page["photos"],
        "max_bytes": settings.JOB_MAX_BYTES,
        "max_pictures": settings.JOB_MAX_PICTURES,
        "newer": page["newer"],
        "older": page["older"],
        "problem": problem or refusal,
    }
    return render(request, "jobs/jobs.html", context, status=status)


def find_refusal(request):
    """Return why this visitor can't send a job now; "" if one could be sent."""
    try:
        check_place(request)
    except JobsBusy as busy:
        return busy.message
    return ""


@require_safe
def job(request, pk):
    """Show how far a job is, and what can be done with it."""
    found = get_object_or_404(get_jobs(request), pk=pk)
    context = {
        "is_open": found.ended is None,
        "job": found,
        "keep_days": settings.JOB_MAX_AGE_DAYS,
    }
    return render(request, "jobs/job.html", context)


@require_POST
def change_job(request, pk):
    """Pause, resume, cancel or delete a job; one that has ended stays as it is."""
    found = get_object_or_404(get_jobs(request), pk=pk)
    action = request.POST.get("action")
    if action == "delete":
        delete_jobs(get_jobs(request).filter(pk=pk))
        return redirect("jobs")
    if action not in ACTIONS:
        raise Http404
    # It may have ended before the button was pressed, as its page then shows.
    with suppress(JobStateConflict):
        ACTIONS[action](found)
    return redirect("job", pk)
