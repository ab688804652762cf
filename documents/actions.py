"""Files come in, papers go out. Storing and rendering happen before the transaction that puts them on record."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, Claimant, Visit
from cases.permissions import clerk_or_lawyer
from core.audit import lock, record
from core.errors import Changed, Problem
from core.fsm import perform
from documents.catalogue import CATALOGUE
from documents.models import Attachment, Paper
from documents.render import render, template_version
from documents.storage import stored
from documents.workflow import can_issue


@contextmanager
def received_file(upload: UploadedFile | None) -> Iterator[str | None]:
    """Store an upload checked by `core.uploads.UploadField`; gives its stored name, None where there is none."""
    if upload is None:
        yield None
        return
    suffix = upload.inspected.name.rpartition(".")[2]  # type: ignore[attr-defined]
    with stored("attachments", f"{uuid.uuid4().hex}.{suffix}", upload) as path:
        yield path


def add_attachment(
    case: Case, *, actor: Any, path: str, upload: UploadedFile, kind: str, title: str = "", reason: str = ""
) -> Attachment:
    """Put a stored file on the record of a case. `path` comes from `received_file`."""
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    found = upload.inspected  # type: ignore[attr-defined]
    attachment = Attachment(
        case=case,
        kind=kind,
        title=title or found.name,
        file=path,
        file_name=found.name,
        content_type=found.content_type,
        size=found.size,
        sha256=found.sha256,
        uploaded_by=actor,
    )
    return record(attachment, actor=actor, reason=reason)


@transaction.atomic
def void_attachment(attachment: Attachment, *, actor: Any, reason: str) -> Attachment:
    """Take a file out of use; it stays on record. A proof of money or a signed paper cannot be taken away."""
    if not clerk_or_lawyer(attachment.case, actor):
        raise PermissionDenied
    fresh = lock(attachment)
    if fresh.voided:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    if fresh.receipts.exists() or fresh.signed_papers.exists():
        raise Problem(_("This file proves a payment or a signature and stays."))
    fresh.voided = True
    return record(fresh, actor=actor, reason=reason)


def issue_paper(
    kind: str,
    *,
    actor: Any,
    case: Case | None = None,
    visit: Visit | None = None,
    claimant: Claimant | None = None,
    reason: str = "",
) -> Paper:
    """Render a paper from what is on record now, and issue it as the next edition of its subject.

    Earlier editions stay as they were. Raises `Problem` with what is missing, `PermissionDenied`.
    """
    entry = CATALOGUE[kind]
    paper = Paper(kind=kind, case=case, visit=visit, claimant=claimant, issued_by=actor)
    if not can_issue(paper, actor):
        raise PermissionDenied
    subject = visit if visit is not None else case
    if missing := entry.missing(subject):
        raise Problem([str(text) for text in missing])
    paper.subject = subject_key(case=case, visit=visit, claimant=claimant)
    paper.data = entry.data(subject, claimant, actor)
    paper.template_version = template_version(kind)
    content = render(kind, paper.data)
    paper.sha256 = hashlib.sha256(content).hexdigest()
    paper.size = len(content)
    with stored("papers", f"{kind}-{uuid.uuid4().hex}.pdf", content) as path, transaction.atomic():
        lock(subject)
        last = Paper.objects.filter(kind=kind, subject=paper.subject).order_by("-edition").first()
        paper.edition = last.edition + 1 if last else 1
        paper.file = path
        record(paper, actor=actor, reason=reason)
        return perform(paper, "issue", actor=actor, reason=reason)


def subject_key(*, case: Case | None, visit: Visit | None, claimant: Claimant | None) -> str:
    """What a paper is about, as the key its editions are counted by."""
    if visit is not None:
        return f"visit {visit.pk}"
    assert case is not None
    return f"case {case.pk} claimant {claimant.pk}" if claimant else f"case {case.pk}"


def take_paper_step(
    paper: Paper,
    name: str,
    *,
    actor: Any,
    reason: str = "",
    seen_version: int | None = None,
    signed_on: dt.date | None = None,
    upload: UploadedFile | None = None,
) -> Paper:
    """Record the signatures on a paper (with the signed copy, if it was scanned), or void it."""
    data: dict[str, Any] = {}
    with received_file(upload) as path, transaction.atomic():
        if name == "sign":
            copy = None
            if path and upload and paper.case:
                copy = add_attachment(
                    paper.case, actor=actor, path=path, upload=upload, kind="signed", title=str(paper)
                )
            data = {"signed_on": signed_on, "signed_copy": copy}
        return perform(paper, name, actor=actor, reason=reason, seen_version=seen_version, **data)
