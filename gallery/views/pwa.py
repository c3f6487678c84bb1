"""The progressive web app: manifest, service worker and offline page."""

import hashlib
import json
import re
from functools import cache

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gallery.script_modules import imported_modules, read_static
from gallery.templatetags.scripts import script_texts_url
from gallery.views.home import PEN_WIDTHS

WORKER = "js/offline/service-worker.js"
# The page colors in variables.css, light mode.
PAGE_COLOR, THEME_COLOR = "#eef2f6", "#2440c4"
ICONS = [
    ("img/favicon.svg", "any", "any", "image/svg+xml"),
    ("img/icon-192.png", "192x192", "any", "image/png"),
    ("img/icon-512.png", "512x512", "any", "image/png"),
    ("img/icon-maskable-512.png", "512x512", "maskable", "image/png"),
]


@require_safe
def manifest(request):
    """Serve the manifest, by which browsers install the site."""
    home = reverse("home")
    payload = {
        "id": home,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "name": "Digitsite",
        "short_name": "Digitsite",
        "description": _("Reads handwritten digits from photos and drawings."),
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": PAGE_COLOR,
        "theme_color": THEME_COLOR,
        "icons": [icon(*row) for row in ICONS],
        "shortcuts": [
            {"name": _("Gallery"), "url": reverse("gallery")},
            {"name": _("Slideshow"), "url": reverse("slideshow")},
        ],
    }
    return JsonResponse(payload, content_type="application/manifest+json")


def icon(name, sizes, purpose, kind):
    return {"src": static(name), "sizes": sizes, "purpose": purpose, "type": kind}


@require_safe
def offline(request):
    """Show the page that a browser stores for when the server is away.

    It is requested without cookies, so its address names the language.
    """
    language = request.GET.get("language")
    if language not in dict(settings.LANGUAGES):
        language = get_language()
    with override(language):
        return HttpResponse(render_offline_page())


def render_offline_page():
    # Rendered without the request: it holds nothing of any visitor.
    return render_to_string("gallery/offline.html", {"pen_widths": PEN_WIDTHS})


@require_safe
def worker(request):
    """Serve the service worker from the root, so that it controls every page."""
    offline = json.dumps(get_offline_files(get_language()))
    text = f"self.OFFLINE = {offline};\n{read_static(WORKER).decode()}"
    response = HttpResponse(text, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def get_offline_files(language):
    """Return what to store, and a version that changes with any of it."""
    with override(language):
        page = render_offline_page()
        texts = script_texts_url()
    names = find_offline_names(page)
    digest = hashlib.sha256(page.encode())
    for name in [WORKER, *names]:
        digest.update(read_static(name))
    return {
        "version": f"offline-{digest.hexdigest()[:16]}",
        "page": f"{reverse('offline')}?language={language}",
        "files": [texts, *map(static, names)],
    }


def find_offline_names(page):
    """Return the static files that a page needs, with what its modules import."""
    prefix = re.escape(settings.STATIC_URL)
    linked = re.findall(rf'(?:href|src)="{prefix}([^"]+)"', page)
    scripts = [name for name in linked if name.endswith(".js")]
    imported = [module for name in scripts for module in imported_modules(name)]
    return list(dict.fromkeys(linked + imported))
