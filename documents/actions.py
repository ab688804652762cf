"""Files come in, papers go out. Storing and rendering happen before the transaction that puts them on record."""

import datetime as dt
import hashlib
import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from cases.models import Case, Claimant, Visit
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from core.fsm import perform
from documents.catalogue import CATALOGUE
from documents.models import Attachment, AttachmentKind, Paper
from documents.needs import Blank, blanks_of
from documents.numbers import Overtaken, coming_number
from documents.permissions import can_issue, can_keep_files
from documents.storage import stored
from documents.subjects import subject_key, with_all_it_prints
from documents.unprintable import Unprintable, unprintable

log = logging.getLogger(__name__)

ATTEMPTS = 20
"""So often a paper is laid out anew, when others of its office are faster."""

TITLE_LENGTH = Attachment._meta.get_field("title").max_length


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
    case: Case, *, actor: User, path: str, upload: UploadedFile, kind: str, title: str = "", reason: str = ""
) -> Attachment:
    """Put a stored file on the record of a case. `path` comes from `received_file`.

    The transaction is the caller's: it belongs inside the block of `received_file`.
    """
    if not can_keep_files(case, actor):
        raise PermissionDenied
    found = upload.inspected  # type: ignore[attr-defined]
    attachment = Attachment(
        case=case,
        kind=kind,
        title=(title or found.name)[:TITLE_LENGTH],
        file=path,
        file_name=found.name,
        content_type=found.content_type,
        size=found.size,
        sha256=found.sha256,
        uploaded_by=actor,
    )
    attachment.fits_page = found.fits_page
    return record(attachment, actor=actor, reason=reason)


def add_attachments(
    case: Case,
    *,
    actor: User,
    uploads: Sequence[UploadedFile],
    kind: str,
    title: str = "",
    reason: str = "",
    within: AbstractContextManager | None = None,
) -> list[Attachment]:
    """Take in files checked by `core.uploads.UploadField`: all of them or none.

    A title for several files is numbered; without one each goes by its own name. `within` is the transaction that
    puts them on record (`core.once.once`), where it is not one of their own.
    """
    if not can_keep_files(case, actor):
        raise PermissionDenied
    titles = (
        [title] if len(uploads) == 1 or not title else [f"{title} {n}" for n in range(1, len(uploads) + 1)]
    )
    with ExitStack() as files:
        paths = [files.enter_context(received_file(upload)) for upload in uploads]
        with within or transaction.atomic():
            return [
                add_attachment(
                    case,
                    actor=actor,
                    path=str(path),
                    upload=upload,
                    kind=kind,
                    title=titles[n % len(titles)],
                    reason=reason,
                )
                for n, (path, upload) in enumerate(zip(paths, uploads, strict=True))
            ]


@transaction.atomic
def void_attachment(attachment: Attachment, *, actor: User, reason: str) -> Attachment:
    """Take a file out of use; it stays on record. A proof of money or a signed paper cannot be taken away."""
    if not can_keep_files(attachment.case, actor):
        raise PermissionDenied
    fresh = lock(attachment)
    if fresh.voided:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why.")})
    if (
        fresh.receipts.exists()
        or fresh.in_kind.exists()
        or fresh.signed_papers.exists()
        or fresh.undertakings.exists()
    ):
        raise Problem(_("This file proves a payment or a signature and stays."))
    fresh.voided = True
    return record(fresh, actor=actor, reason=reason)


def issue_paper(
    kind: str,
    *,
    actor: User,
    case: Case | None = None,
    visit: Visit | None = None,
    claimant: Claimant | None = None,
    reason: str = "",
    by_hand: bool = False,
    within: Callable[[], AbstractContextManager] = transaction.atomic,
) -> Paper:
    """Render a paper from what is on record now, and issue it as the next edition of its subject.

    Earlier editions stay as they were. A character that no font has is refused, or with `by_hand` left out with room
    to write it in. `within` makes the transaction that puts the paper on record (`core.once.once`), where it is not
    one of its own. Raises `Problem` with what is missing or with the blanks the paper must not go out with,
    `Unprintable`, `PermissionDenied`.
    """
    entry = CATALOGUE[kind]
    subject = with_all_it_prints(case, visit)
    case = subject if isinstance(subject, Case) else None
    paper = Paper(kind=kind, case=case, visit=visit, issued_by=actor)
    if not can_issue(paper, actor):
        raise PermissionDenied
    if not entry.offered(subject):
        raise Problem(_("This paper does not fit where the case stands now."))
    if missing := entry.missing(subject):
        raise Problem([str(text) for text in missing])
    if entry.per == "claimant":
        paper.claimant = _claimant_of(subject, claimant)
    paper.subject = subject_key(case=case, visit=visit, claimant=paper.claimant)
    with override("zh-hans"):
        paper.data = dict(entry.data(subject, paper.claimant, actor))
    if lacking := [blank for blank in blanks_of(kind, subject, paper.claimant, paper.data) if blank.forbids]:
        raise Problem([_("Still empty: %(field)s.") % {"field": blank.label} for blank in lacking])
    if found := unprintable(paper.data):
        if not by_hand:
            raise Unprintable(found)
        paper.data["by_hand"] = "".join(dict.fromkeys(one.char for one in found))
    for _attempt in range(ATTEMPTS):
        try:
            return _issue(paper, subject, actor=actor, reason=reason, within=within)
        except Overtaken:
            continue
    raise Changed


def _issue(
    paper: Paper,
    subject: Case | Visit,
    *,
    actor: User,
    reason: str,
    within: Callable[[], AbstractContextManager],
) -> Paper:
    """Lay the paper out with the number that comes next, and put it on record; raises `Overtaken`."""
    series = CATALOGUE[paper.kind].series
    number = coming_number(subject.office, series) if series else None
    if number:
        paper.number = paper.data["number"] = str(number)
    content, paper.template_version = _rendered(paper.kind, paper.data)
    paper.sha256 = hashlib.sha256(content).hexdigest()
    paper.size = len(content)
    with stored("papers", f"{paper.kind}-{uuid.uuid4().hex}.pdf", content) as path, within():
        lock(subject)
        if number:
            number.take()
        last = Paper.objects.filter(kind=paper.kind, subject=paper.subject).order_by("-edition").first()
        paper.edition = last.edition + 1 if last else 1
        paper.file = path
        record(paper, actor=actor, reason=reason)
        return perform(paper, "issue", actor=actor, reason=reason)


def blanks_before_issuing(
    kind: str, subject: Case | Visit, claimants: Sequence[Claimant | None], actor: User
) -> list[Blank]:
    """What would be printed empty on the papers of these claimants; `subject` comes from `with_all_it_prints`."""
    found: dict[Blank, None] = {}
    for claimant in claimants:
        with override("zh-hans"):
            data = CATALOGUE[kind].data(subject, claimant, actor)
        found |= dict.fromkeys(blanks_of(kind, subject, claimant, data))
    return list(found)


def _claimant_of(case: Any, claimant: Claimant | None) -> Claimant:
    found = next((c for c in case.active_claimants if claimant and c.pk == claimant.pk), None)
    if found is None:
        raise Problem(_("Choose somebody who takes part in this case."))
    return found


def _rendered(kind: str, data: dict[str, Any]) -> tuple[bytes, str]:
    """The paper and the version of its template. The renderer is loaded here, so that the site runs without it."""
    try:
        from documents.render import render, template_version
    except (ImportError, OSError) as error:
        log.error("Papers cannot be made: %s", error)
        raise Problem(
            _("This server lacks the program library that makes papers (Pango). Tell your administrator.")
        ) from error
    return render(kind, data), template_version(kind)


def take_paper_step(
    paper: Paper,
    name: str,
    *,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
    signed_on: dt.date | None = None,
    upload: UploadedFile | None = None,
) -> Paper:
    """Record the signatures on a paper (with the signed copy, if it was scanned), or void it."""
    data: dict[str, Any] = {}
    if name == "sign":
        _check_signing_day(paper, signed_on)
    with received_file(upload) as path, transaction.atomic():
        if name == "sign":
            data = {"signed_on": signed_on, "signed_copy": None}
            if path and upload and paper.case:
                data["signed_copy"] = add_attachment(
                    paper.case,
                    actor=actor,
                    path=path,
                    upload=upload,
                    kind=AttachmentKind.SIGNED,
                    title=str(paper),
                )
        return perform(paper, name, actor=actor, reason=reason, seen_version=seen_version, **data)


def _check_signing_day(paper: Paper, signed_on: dt.date | None) -> None:
    if signed_on is None:
        raise Problem({"signed_on": _("Enter the day it was signed.")})
    if signed_on > clock.today():
        raise Problem({"signed_on": _("This day has not come yet.")})
    if paper.issued_at and signed_on < timezone.localdate(paper.issued_at, timezone.get_default_timezone()):
        raise Problem({"signed_on": _("It cannot be signed before it was issued.")})
