"""A stored file on its way to the browser: checked, on record, and harmless whatever is in it."""

import logging
from contextlib import suppress
from pathlib import PurePath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from core.file_kinds import SHOWN_IN_PAGE
from core.pictures import Broken, TooManyPixels, for_page, too_large
from documents.downloads import log_download
from documents.storage import FileDamaged, read_checked

log = logging.getLogger(__name__)

SVG = "image/svg+xml"
"""Of what the program draws itself; none that was handed in is taken."""

ALONE = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"
)
"""A file may show itself and nothing else."""


def served(
    request: HttpRequest,
    row: Any,
    *,
    name: str,
    content_type: str,
    policy: str = ALONE,
    as_picture: bool = False,
) -> HttpResponse:
    """The file of an attachment or paper, in the page where a browser can show it, else as a download.

    `as_picture` gives a JPEG of a size for pages, what says so where it is too large, or the file itself where none can
    be made. A file that is not what was stored is not handed out: the page says so. HEAD hands out nothing, and is no download.
    """
    try:
        content = read_checked(row)
    except FileDamaged as damage:
        return damaged(request, row, name, damage)
    if request.method == "GET":
        log_download(row, actor=request.user, name=name)
    if as_picture:
        try:
            with suppress(Broken):
                content = for_page(content, content_type)
                name, content_type = f"{PurePath(name).stem}.jpg", "image/jpeg"
        except TooManyPixels as error:
            content = too_large(error.args[0])
            name, content_type = f"{PurePath(name).stem}.svg", SVG
    return sent(content, name, content_type, policy)


def sent(content: bytes, name: str, content_type: str, policy: str = f"sandbox; {ALONE}") -> HttpResponse:
    """In the page where a browser can show it, else as a download."""
    as_attachment = content_type not in {*SHOWN_IN_PAGE, SVG}
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment, name) or "inline",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": policy,
            "Cache-Control": "private, no-store",
        },
    )


def damaged(request: HttpRequest, row: Any, name: str, damage: FileDamaged) -> HttpResponse:
    """The page that says a stored file is not handed out, as it is not what was stored."""
    log.error("%s %s: %s", row._meta.label, row.pk, damage)
    return render(
        request, "documents/damaged.html", {"name": name, "case": getattr(row, "case", None)}, status=409
    )
