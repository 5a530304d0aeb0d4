"""What a browser keeps to say so when there is no connection: the frame's files and one page, nothing of anybody's."""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

# What the frame is made of, whatever page it holds.
FRAME_FILES = (
    "app.css",
    "app.js",
    "theme.js",
    "favicon.svg",
    "fonts/inter-latin.woff2",
    "fonts/inter-latin-ext.woff2",
    "fonts/source-serif-4-latin.woff2",
    "fonts/source-serif-4-latin-ext.woff2",
    "icons/icon-192.png",
    "icons/icon-512.png",
)
# Each with its size and purpose.
ICONS = (
    ("icons/icon-192.png", 192, "any"),
    ("icons/icon-512.png", 512, "any"),
    ("icons/maskable-512.png", 512, "maskable"),
)
GROUND = "#fffefd"
# A worker may fetch from here only; answers that are no pages may otherwise fetch nothing.
WORKER_POLICY = "default-src 'none'; connect-src 'self'"


@login_not_required
def manifest(request: HttpRequest) -> HttpResponse:
    """How the product looks as an app on a desktop or a phone."""
    body = {
        "id": "/",
        "name": _("Rostrum: hiring that shows its evidence"),
        "short_name": "Rostrum",
        "description": _("Reads CVs and shows, for every skill, date and address it finds, the words it rests on."),
        "lang": translation.get_language(),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": "/enter/",
        "scope": "/",
        "display": "standalone",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            {"src": static(path), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for path, size, purpose in ICONS
        ],
    }
    return JsonResponse(body, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@login_not_required
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that a browser runs beside the pages; another list or language makes it another version."""
    page = f"{reverse('offline')}?language={translation.get_language()}"
    files = [static(path) for path in FRAME_FILES]
    context = {
        "version": hashlib.sha256("\n".join([page, *files]).encode()).hexdigest()[:12],
        "page": page,
        "files": files,
    }
    response = render(request, "home/sw.js", context, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Content-Security-Policy"] = WORKER_POLICY
    return response


@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown without a connection. Everybody gets the same, so the address names the language."""
    wanted = request.GET.get("language", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        return render(request, "home/offline.html")
