"""Template tags for scripts."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from gallery.script_modules import imported_modules
from gallery.texts.scripts import digest_of

register = template.Library()


@register.inclusion_tag("_script_module.html")
def script_module(name: str) -> dict:
    """Load a module, and fetch everything that it imports at the same time."""
    return {"name": name, "imports": imported_modules(name)}


@register.simple_tag
def script_texts_url() -> str:
    """Return the address of the scripts' texts in the language of the page."""
    language = get_language() or settings.LANGUAGE_CODE
    return reverse("script-texts", args=[language, digest_of(language)])
