"""Uploads: what a file really is, told by its content; limits named in the message."""

import hashlib
import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import puremagic
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

IMAGE_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
OFFICE_PARTS = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SUFFIXES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    OFFICE_PARTS["word/document.xml"]: ".docx",
    OFFICE_PARTS["xl/workbook.xml"]: ".xlsx",
}
ACCEPTED = gettext_lazy("PDF, JPEG, PNG, WebP, DOCX or XLSX")
SHOWN_IN_PAGE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp"})
"""What a browser may show inside the page; anything else is downloaded."""


@dataclass(frozen=True)
class Inspected:
    """What was found out about an upload. `name` is safe to keep, with the suffix that fits the content."""

    name: str
    content_type: str
    size: int
    sha256: str


def inspect_upload(upload: UploadedFile) -> Inspected:
    """Check size and content of an upload; raises `ValidationError` with the limit or the kinds accepted."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError(_("The file is empty."), code="empty")
    if size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("The file has %(size)s; at most %(limit)s are accepted.")
            % {"size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            code="too_large",
        )
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    content_type = sniff(content)
    if content_type is None:
        raise ValidationError(
            _("This is not a readable %(kinds)s file, whatever its name says.") % {"kinds": ACCEPTED},
            code="kind",
        )
    stem = PurePath(upload.name or "file").stem[:120] or "file"
    return Inspected(stem + SUFFIXES[content_type], content_type, size, hashlib.sha256(content).hexdigest())


def sniff(content: bytes) -> str | None:
    """The media type of a file of an accepted kind, or None. Broken files are of no kind."""
    if content.startswith(b"%PDF-"):
        return "application/pdf" if b"%%EOF" in content[-2048:] else None
    if content.startswith(b"PK"):
        return _office_kind(content)
    try:
        guesses = puremagic.magic_string(content[:4096])
    except puremagic.PureError:
        return None
    if not any(guess.mime_type in IMAGE_FORMATS.values() for guess in guesses):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                image.verify()
                return IMAGE_FORMATS.get(image.format or "")
    except Exception:  # whatever a broken image or a bomb makes of the reader
        return None


def _office_kind(content: bytes) -> str | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except Exception:  # a broken directory raises more than BadZipFile
        return None
    return next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)


class UploadField(forms.FileField):
    """A file of an accepted kind and size; what was found out is in `upload.inspected`."""

    widget = forms.ClearableFileInput

    def __init__(self, **kwargs: Any) -> None:
        megabytes = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        limit = format_lazy(gettext_lazy("at most {size} MB"), size=megabytes)
        kwargs.setdefault(
            "help_text", format_lazy(gettext_lazy("{kinds}, {limit}"), kinds=ACCEPTED, limit=limit)
        )
        super().__init__(**kwargs)
        self.widget.attrs.update(
            {"accept": ",".join(SUFFIXES.values()), "data-max-bytes": str(settings.UPLOAD_MAX_BYTES)}
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            upload.inspected = inspect_upload(upload)  # type: ignore[attr-defined]
        return upload
