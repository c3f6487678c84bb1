"""Serializers of jobs: what is asked for, and how far they are."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from gallery.api.serializers import CursorField
from gallery.services.bulk_jobs import JobContent
from recognizer.api import QuerySerializer
from recognizer.jobs import Job, JobState, check_url, get_secret

STATES = [state.value for state in JobState if state != JobState.RECEIVING]
ID = "5f0b7c1e-3a46-4a0c-8a94-0d2ab1c3de57"
JOB = {
    "id": ID,
    "url": f"/api/v1/jobs/{ID}/",
    "results": f"/api/v1/jobs/{ID}/results/",
    "state": "running",
    "total": 5000,
    "done": 1210,
    "failed": 3,
    "seconds_left": 284,
    "created": "2026-11-30T10:15:30.123456Z",
    "ended": None,
    "webhook": {"url": "https://example.com/digits", "state": "waiting"},
}
SECRET = "9f4a" * 16
WEBHOOK = {
    "type": "string",
    "format": "uri",
    "maxLength": 500,
    "description": "URL that is called once the job has ended.",
    "examples": ["https://example.com/digits"],
}
FORM_PROPERTIES = {
    "archive": {
        "type": "string",
        "format": "binary",
        "description": "A ZIP file of pictures.",
    },
    "images": {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "minItems": 1,
        "maxItems": settings.JOB_MAX_PICTURES,
        "description": "The pictures; the field is repeated for each.",
    },
    "webhook": WEBHOOK,
}
JOB_REQUEST = {
    "multipart/form-data": {
        "type": "object",
        "properties": FORM_PROPERTIES,
        "oneOf": [{"required": ["archive"]}, {"required": ["images"]}],
    },
    "application/json": {
        "type": "object",
        "properties": {
            "prefix": {
                "type": "string",
                "minLength": 1,
                "maxLength": 500,
                "description": "Start of the names of objects in the bucket, where "
                "the operator allows it, and for programs with a token only.",
                "examples": ["scans/2026-11/"],
            },
            "webhook": WEBHOOK,
        },
        "required": ["prefix"],
    },
}
JOB_EXAMPLE = OpenApiExample("A job", JOB, response_only=True)
CREATED_EXAMPLE = OpenApiExample(
    "A new job",
    {
        **JOB,
        "state": "waiting",
        "done": 0,
        "failed": 0,
        "seconds_left": None,
        "webhook_secret": SECRET,
    },
    response_only=True,
)
JOB_PAGE = {"next": None, "previous": None, "results": [JOB]}


class WebhookSerializer(serializers.Serializer):
    """The call at the end of a job."""

    url = serializers.CharField(
        source="webhook_url", help_text="URL that is called once the job has ended."
    )
    state = serializers.ChoiceField(
        source="webhook_state",
        choices=["waiting", "delivered", "failed"],
        help_text="`waiting`: it was not called yet, or will be tried again. "
        "`failed`: no try was answered with success.",
    )


@extend_schema_serializer(examples=[JOB_EXAMPLE])
class JobSerializer(serializers.ModelSerializer):
    """A job; its URLs are relative to the host."""

    id = serializers.UUIDField(help_text="Id of the job.")
    url = serializers.SerializerMethodField(help_text="URL of this object.")
    results = serializers.SerializerMethodField(help_text="URL of its results.")
    state = serializers.ChoiceField(
        choices=STATES,
        help_text="`waiting`: for other jobs, or to be resumed. `finished`: every "
        "picture was read or refused.",
    )
    total = serializers.IntegerField(min_value=0, help_text="Number of pictures.")
    done = serializers.IntegerField(
        source="read_count", min_value=0, help_text="How many of them were read."
    )
    failed = serializers.IntegerField(
        source="failed_count", min_value=0, help_text="How many were refused."
    )
    seconds_left = serializers.IntegerField(
        min_value=0,
        allow_null=True,
        help_text="Estimated time until it ends, while it runs; null if unknown.",
    )
    created = serializers.DateTimeField(help_text="When it was created, in UTC.")
    ended = serializers.DateTimeField(
        allow_null=True, help_text="When it finished or was canceled, in UTC."
    )
    webhook = WebhookSerializer(
        source="*", allow_null=True, help_text="The call at its end, if one is wanted."
    )

    class Meta:
        model = Job
        fields = list(JOB)

    def get_url(self, job) -> str:
        return reverse("api-job", args=[job.pk])

    def get_results(self, job) -> str:
        return reverse("api-job-results", args=[job.pk])

    def to_representation(self, job):
        payload = super().to_representation(job)
        if not job.webhook_url:
            payload["webhook"] = None
        return payload


@extend_schema_serializer(examples=[CREATED_EXAMPLE])
class CreatedJobSerializer(JobSerializer):
    """A new job."""

    webhook_secret = serializers.SerializerMethodField(
        help_text="Key of the signatures of its webhook; null without one. It is in "
        "this response only."
    )

    class Meta(JobSerializer.Meta):
        fields = [*JobSerializer.Meta.fields, "webhook_secret"]

    def get_webhook_secret(self, job) -> str | None:
        return get_secret(job.pk) if job.webhook_url else None


class JobPageSerializer(serializers.Serializer):
    """A page of jobs, with the URLs of its neighbors."""

    next = serializers.CharField(
        allow_null=True, help_text="URL of the page of older jobs, or null."
    )
    previous = serializers.CharField(
        allow_null=True, help_text="URL of the page of newer jobs, or null."
    )
    results = JobSerializer(many=True, help_text="The jobs, newest first.")


class JobListSerializer(QuerySerializer):
    """The page of the list of jobs."""

    cursor = CursorField(
        default=None, help_text="Start of the page; use `next` and `previous`."
    )
    page_size = serializers.IntegerField(
        min_value=1, max_value=200, default=50, help_text="Jobs in a page."
    )


class ResultsSerializer(QuerySerializer):
    """The format of results."""

    format = serializers.ChoiceField(
        choices=["csv", "jsonl"],
        help_text="A table, or a JSON object in each line.",
    )


class FilesField(serializers.Field):
    """The files of a form under one name."""

    default_error_messages = {"invalid": _("Send a file in this field.")}

    def get_value(self, dictionary):
        if not hasattr(dictionary, "getlist"):
            return serializers.empty
        return dictionary.getlist(self.field_name) or serializers.empty

    def to_internal_value(self, data):
        if not all(hasattr(file, "read") for file in data):
            self.fail("invalid")
        return data


class NewJobSerializer(serializers.Serializer):
    """What a job is created with: one of `archive`, `images` and `prefix`."""

    archive = FilesField(required=False)
    images = FilesField(required=False)
    prefix = serializers.CharField(required=False, max_length=500)
    webhook = serializers.CharField(required=False, allow_blank=True, max_length=500)

    SEND_ONE = _("Send one of `archive`, `images` and `prefix`.")
    ONE_ARCHIVE = _("Send one archive at a time.")

    def validate_archive(self, files):
        if len(files) > 1:
            raise serializers.ValidationError(self.ONE_ARCHIVE)
        return files[0]

    def validate_webhook(self, url):
        if problem := url and check_url(url):
            raise serializers.ValidationError(problem)
        return url

    def validate(self, attrs):
        given = [name for name in ("archive", "images", "prefix") if name in attrs]
        if len(given) != 1:
            raise serializers.ValidationError(self.SEND_ONE)
        return attrs

    def to_content(self) -> JobContent:
        """Return what a valid request asks for."""
        wanted = self.validated_data
        return JobContent(
            wanted.get("archive"),
            tuple(wanted.get("images", ())),
            wanted.get("prefix", ""),
            wanted.get("webhook", ""),
        )
