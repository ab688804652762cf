"""Uploads: what a file really is, told by its content; a refusal names the true reason and the way out."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.file_kinds import TAKEN, Damaged, FileKind, kind_of
from core.pdf_files import is_whole, needs_password
from core.pictures import Broken, TooManyPixels, check_picture

ACCEPTED = gettext_lazy("PDF, photos (JPEG, PNG, WebP, HEIC, AVIF), DOCX or XLSX")


@dataclass(frozen=True)
class Inspected:
    """What was found out about an upload. `name` is safe to keep, with the suffix that fits the content."""

    name: str
    content_type: str
    size: int
    sha256: str
    fits_page: bool = True
    """Whether a page can show it, where it is a picture."""


def inspect_upload(upload: UploadedFile) -> Inspected:
    """Check size and content of an upload; raises `ValidationError` with what is wrong and what to do about it."""
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
    kind, fits_page = _accepted(content)
    stem = PurePath(upload.name or "file").stem[:120] or "file"
    return Inspected(
        stem + kind.suffix, kind.content_type, size, hashlib.sha256(content).hexdigest(), fits_page
    )


def _accepted(content: bytes) -> tuple[FileKind, bool]:
    """The kind, and whether a page can show it."""
    try:
        kind = kind_of(content)
    except Damaged as damaged:
        raise _damaged(damaged.args[0]) from damaged
    if kind is None:
        raise ValidationError(
            _("What kind of file this is cannot be told from what is in it. Accepted are %(kinds)s.")
            % {"kinds": ACCEPTED},
            code="kind",
        )
    if not kind.taken:
        raise ValidationError(
            _("Whatever its name says, this is %(kind)s, which is not accepted. %(advice)s")
            % {"kind": kind.name, "advice": kind.advice},
            code="kind",
        )
    if kind.code == "pdf":
        _check_pdf(content, kind)
    return kind, kind.family != "picture" or _check_picture(content, kind)


def _check_picture(content: bytes, kind: FileKind) -> bool:
    try:
        return check_picture(content, kind.content_type)
    except Broken as broken:
        raise _damaged(kind) from broken
    except TooManyPixels as error:
        pixels, limit = (round(count / 1_000_000) for count in error.args)
        raise ValidationError(
            _(
                "The picture has %(pixels)d megapixels; of this kind at most %(limit)d are accepted. Save it as JPEG, which may have more, or smaller, and hand in that."
            )
            % {"pixels": pixels, "limit": limit},
            code="pixels",
        ) from error


def _check_pdf(content: bytes, kind: FileKind) -> None:
    if not is_whole(content):
        raise _damaged(kind)
    if needs_password(content):
        raise ValidationError(
            _(
                "This PDF opens only with a password, so nobody else could read it. Open it, print it into a new PDF, and hand in that; or ask whoever made it for one without a password."
            ),
            code="password",
        )


def _damaged(kind: FileKind) -> ValidationError:
    text = _("This %(kind)s file is cut off or damaged. Send it once more, or get another copy.")
    return ValidationError(text % {"kind": kind.suffix.removeprefix(".").upper()}, code="damaged")


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
            {
                "accept": ",".join([*(kind.suffix for kind in TAKEN), ".jpeg", ".heif"]),
                "data-max-bytes": str(settings.UPLOAD_MAX_BYTES),
            }
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            upload.inspected = inspect_upload(upload)  # type: ignore[attr-defined]
        return upload
