"""The texts of the scripts: Django's JavaScript catalog, and those of the templates."""

import hashlib
import json
from functools import cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.translation import override
from django.views.i18n import JavaScriptCatalog

from gallery.texts import readings
from recognizer import EmptyUpload, PhotoTooLarge


def script_texts(language: str) -> bytes:
    """Return the script that defines the texts of a language, before modules run."""
    return build_script(language, settings.PHOTO_MAX_BYTES)


def digest_of(language: str) -> str:
    """Return a short hash of the texts, for their address."""
    return hashlib.sha256(script_texts(language)).hexdigest()[:16]


@cache
def build_script(language: str, max_bytes: int) -> bytes:
    with override(language):
        return Catalog(max_bytes=max_bytes).get(None).content


class Catalog(JavaScriptCatalog):
    """Django's catalog of `djangojs`, with the texts that templates show too."""

    max_bytes = 0

    def render_to_response(
        self, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Append the shared texts to Django's script."""
        response = super().render_to_response(context, **kwargs)
        texts = json.dumps(shared_texts(self.max_bytes), cls=DjangoJSONEncoder)
        response.write(f"\ndjango.readings = {texts};\n")
        return response


def shared_texts(max_bytes: int) -> dict[str, Any]:
    """Return the texts in the form that `static/js/shared/reading-texts.js` expects."""
    return {
        "levels": readings.CONFIDENCE_LEVELS,
        "verdicts": readings.VERDICTS,
        "doubt": readings.DOUBT,
        "frame": readings.FRAME,
        "statuses": readings.STATUSES,
        "removal": readings.REMOVAL,
        "facts": readings.REMOVED_FACTS,
        "place": readings.LOCATION_FACT,
        "displayTags": readings.DISPLAY_TAGS,
        # What the page refuses itself, it refuses as the server would.
        "refusals": {
            EmptyUpload.code: EmptyUpload().message,
            PhotoTooLarge.code: PhotoTooLarge.in_bytes(max_bytes).message,
        },
    }
