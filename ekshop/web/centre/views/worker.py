"""The script a browser runs behind the pages, at the root because it may only rule what lies below."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from ekshop.web.access import access

SOURCE = "centre/device/worker.js"
SHELL = (
    "look/look.css",
    "look/look.js",
    "look/htmx.js",
    "look/icons.svg",
    "look/mark.svg",
    "look/fonts/noto-sans-bengali.woff2",
    "look/fonts/noto-sans.woff2",
    "papers/photos.js",
    "scan/scan.js",
    "centre/parcels.js",
    "centre/device/main.js",
)
"""What the pages of a centre name themselves."""

READER = "scan/zxing.js"
"""Large and asked for by few: kept once a page has fetched it."""

IMPORTED = tuple(
    f"centre/device/{name}.js"
    for name in ("words", "store", "line", "queue", "forms", "drafts", "goods", "list")
)
"""What main.js asks for by its plain name."""


@access.public
@require_safe
def worker(_request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def worker_script() -> bytes:
    """The source, told its version and the shell's addresses; another one when any file changes."""
    mark = hashlib.sha256()
    for name in (SOURCE, *SHELL, *IMPORTED, READER):
        mark.update(_bytes(name))
    shell = [static(name) for name in SHELL] + [settings.STATIC_URL + name for name in IMPORTED]
    told = {"version": mark.hexdigest()[:12], "shell": shell, "reader": static(READER)}
    return f"const TOLD = {json.dumps(told)};\n".encode() + _bytes(SOURCE)


def _bytes(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    with open(path, "rb") as file:
        return file.read()
