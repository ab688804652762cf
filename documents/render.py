"""From template and data to PDF/A-3a. The only module that knows WeasyPrint.

Rendering takes 0.1 to 1 s: never call it inside a database transaction.
The same template and data give the same bytes, so an issued paper can be checked against its data.
"""

import datetime as dt
import hashlib
import re
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template import Engine
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.utils.safestring import mark_safe
from django.utils.translation import override
from PIL import ImageFile
from weasyprint import HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.names import fold
from documents.templatetags.paper import BLANK

STYLESHEET = "css/paper.css"
STATIC_SCHEME = "static:"
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
ROOM = "＿"
"""A line as wide as a character, to write one on that no font has."""
NO_DATE = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

# Pango's font map, shared for speed, must not be used by two threads at once.
_one_at_a_time = threading.Lock()

# WeasyPrint lets Pillow pass over damaged pictures everywhere in the process; uploads are to be whole.
ImageFile.LOAD_TRUNCATED_IMAGES = False


class RenderError(Exception):
    """A paper could not be made: it asked for something outside the project's static files."""


class StaticFetcher(URLFetcher):
    """Serves ``static:css/x.css`` from the project's static files and refuses everything else."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith(STATIC_SCHEME):
            raise PermissionError(f"not a static file of the project: {url}")
        return URLFetcherResponse(url, static_file(url.removeprefix(STATIC_SCHEME)).read_bytes())


class _Form(dict[str, Any]):
    """Template data in which a missing key is a blank, like a None."""

    def __missing__(self, key: str) -> str:
        return BLANK


def render(template_name: str, data: Mapping[str, Any]) -> bytes:
    """The paper as tagged PDF/A-3a with embedded fonts.

    Raises RenderError when the paper asks for a file that is not the project's own, and what the filters
    raise for a date or a sum that is none (ValueError, decimal.InvalidOperation).
    """
    return pdf(html_for(template_name, data), data.get("proof") or "")


def html_for(template_name: str, data: Mapping[str, Any]) -> str:
    """The paper as one HTML text, stylesheet included, that needs nothing else to be rendered."""
    stylesheet = mark_safe(static_file(STYLESHEET).read_text(encoding="utf-8"))
    with override("zh-hans"):
        paper = _prepare(data, dict.fromkeys(map(ord, data.get("by_hand") or ""), ROOM))
        return get_template(_path(template_name)).render({"paper": paper, "stylesheet": stylesheet})


def pdf(html: str, proof: str = "") -> bytes:
    """Lay out ``html`` from `html_for`; a ``proof`` goes along as a file in the paper.

    The file identifier is taken from the text, so it never changes.
    """
    identifier = hashlib.sha256((html + proof).encode()).hexdigest()[:32].encode()
    try:
        with _one_at_a_time:
            return HTML(string=html, url_fetcher=StaticFetcher()).write_pdf(
                font_config=_fonts(),
                pdf_variant="pdf/a-3a",
                pdf_identifier=identifier,
                attachments=[_attached(proof)] if proof else [],
            )
    except FatalURLFetchingError as error:  # a BaseException, which Django would not answer
        raise RenderError(str(error)) from error


def _attached(proof: str) -> Attachment:
    """Of no date, so that the same data give the same bytes."""
    return Attachment(
        string=proof,
        name="proof.json",
        description="记录封存证明",
        created=NO_DATE,
        modified=NO_DATE,
        relationship="Data",
    )


def template_version(template_name: str) -> str:
    """12 hex digits that change with the template, with what it extends and includes, and with the stylesheet."""
    sources: dict[str, str] = {}
    queue = [_path(template_name)]
    while queue:
        name = queue.pop()
        template: Any = Engine.get_default().get_template(name)
        sources[name] = template.source
        parts = [node.parent_name for node in template.nodelist.get_nodes_by_type(ExtendsNode)]
        parts += [node.template for node in template.nodelist.get_nodes_by_type(IncludeNode)]
        queue += [part.var for part in parts if part.var not in sources]
    digest = hashlib.sha256(static_file(STYLESHEET).read_bytes())
    for name in sorted(sources):
        digest.update(f"\0{name}\0{sources[name]}".encode())
    return digest.hexdigest()[:12]


def static_file(name: str) -> Path:
    """Where the static file ``name`` lies. Raises FileNotFoundError, also for a path that leads out."""
    try:
        found = finders.find(name)
    except SuspiciousFileOperation:
        found = None
    if not found:
        raise FileNotFoundError(f"no static file {name}")
    return Path(found)


def _path(template_name: str) -> str:
    return f"documents/{template_name}.html"


def _prepare(value: Any, by_hand: Mapping[int, str]) -> Any:
    """Blanks for what is not known, ordinary characters for those that only look like them, room for `by_hand`."""
    if value is None or value == "":
        return BLANK
    if isinstance(value, str):
        return fold(CONTROL_CHARACTERS.sub("", value)).translate(by_hand)
    if isinstance(value, Mapping):
        return _Form({key: _prepare(entry, by_hand) for key, entry in value.items()})
    if isinstance(value, list | tuple):
        return [_prepare(entry, by_hand) for entry in value]
    return value


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()
