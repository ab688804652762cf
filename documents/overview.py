"""What a page shows of the papers and files of a case or a visit."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse

from accounts.models import User
from cases.models import Case, Claimant, Visit
from core.fsm import Step, steps_for
from documents.catalogue import CATALOGUE, Entry
from documents.field_names import FIELD_NAMES
from documents.forms_data import AID_FORMS, ANSWERS, CONFIDENCE, REFUSALS
from documents.models import Attachment, Paper, PaperKind
from documents.outdated import changed_since
from documents.permissions import can_issue
from documents.templatetags.paper import yes_no
from labour_law.identifiers import mask_account, mask_id
from labour_law.phones import mask_phone

FOLDED = 3
"""Of a group more papers than this are folded."""

MASKED = {
    "id_number": mask_id,
    "phone": mask_phone,
    "handler_phone": mask_phone,
    "account_number": mask_account,
}
ANSWERS_TO = {
    "aid_forms": AID_FORMS,
    "exemption": ANSWERS["exemptions"],
    "ways": ANSWERS["closing_ways"],
    "confidence": CONFIDENCE,
    "decision": {code: label for code, (label, _) in REFUSALS.items()},
}


@dataclass
class Issued:
    """The newest edition for one subject, those before it, and what this user may do with the newest."""

    paper: Paper
    steps: list[Step]
    older: list[Paper] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """What the paper says otherwise than it would today, by the names of the fields."""


@dataclass
class Line:
    """One kind of paper: what was issued of it, and whether it can be issued (again) now."""

    label: Any
    url: str = ""
    """Where to send the order to issue it; empty where this user may not, or where it no longer fits."""
    missing: list = field(default_factory=list)
    heed: list = field(default_factory=list)
    """What to look at before the paper goes out."""
    claimants: list[Claimant] = field(default_factory=list)
    """Whom to choose from, where there are several."""
    issued: list[Issued] = field(default_factory=list)

    @property
    def is_folded(self) -> bool:
        return len(self.issued) > FOLDED


def papers_of_case(case: Case, user: User) -> list[Line]:
    """The papers of a case from `Case.objects.for_page()`, in a fixed number of queries."""
    papers = (
        Paper.objects.visible_to(user)
        .filter(case=case)
        .defer("data")
        .select_related("issued_by", "signed_copy")
    )
    people = {claimant.pk: claimant for claimant in case.claimants.all()}
    rows = list(papers.order_by("claimant_id", "-edition"))
    for row in rows:
        row.case = case
        row.claimant = people.get(row.claimant_id)
    return _lines(rows, case, user, ("case", "claimant"), case=case)


def papers_of_visit(visit: Visit, user: User) -> list[Line]:
    """The papers of a visit, in a fixed number of queries."""
    papers = Paper.objects.filter(visit=visit).defer("data").select_related("issued_by")
    rows = list(papers.order_by("-edition"))
    for row in rows:
        row.visit = visit
    return _lines(rows, visit, user, ("visit",), visit=visit)


def _lines(rows: list[Paper], subject: Any, user: User, per: tuple[str, ...], **about: Any) -> list[Line]:
    by_kind: dict[str, dict[str, list[Paper]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_kind[row.kind][row.subject].append(row)
    changed = _changed_since([rows[0] for kind in by_kind.values() for rows in kind.values()], subject)
    lines = []
    for kind, entry in CATALOGUE.items():
        if entry.per not in per:
            continue
        line = Line(entry.kind.label)
        if entry.offered(subject) and can_issue(Paper(kind=kind, **about), user):
            line.url = _url(entry, subject)
            line.missing, line.heed = entry.missing(subject), entry.heed(subject)
            if entry.per == "claimant" and len(subject.active_claimants) > 1:
                line.claimants = subject.active_claimants
        for newest, *older in by_kind[kind].values():
            line.issued.append(Issued(newest, steps_for(newest, user), older, changed.get(newest.pk, [])))
        if line.url or line.issued:
            lines.append(line)
    return lines


def _changed_since(newest: list[Paper], subject: Any) -> dict[int, list[str]]:
    """What these papers say otherwise than they would today, by their key. Their data come in one query."""
    told = [paper for paper in newest if paper.kind != PaperKind.AUDIT_RECORD]
    if not told:
        return {}
    if isinstance(subject, Case):
        prefetch_related_objects([subject], "attachments", Prefetch("papers", Paper.objects.defer("data")))
    data = dict(Paper.objects.filter(pk__in=[paper.pk for paper in told]).values_list("pk", "data"))
    for paper in told:
        paper.data = data[paper.pk]
    return {paper.pk: changed_since(paper, subject) for paper in told}


def _url(entry: Entry, subject: Any) -> str:
    if entry.per == "visit":
        return reverse("documents:issue_visit", args=[subject.pk])
    return reverse("documents:issue", args=[subject.pk, entry.kind.value])


def files_of_case(case: Case) -> list[Attachment]:
    """The files of a case, newest first, in one query; `twin` is the first of the same content still in use."""
    files = list(Attachment.objects.filter(case=case).select_related("uploaded_by"))
    first: dict[str, Attachment] = {}
    for file in sorted(files, key=lambda file: file.pk):
        file.twin = None if file.voided else first.setdefault(file.sha256, file)
    for file in files:
        file.twin = None if file.twin is file else file.twin
    return files


def twins_of(added: list[Attachment]) -> list[tuple[Attachment, Attachment]]:
    """Of these files of one case, those it has already, each with the first of the same content; in one query."""
    if not added:
        return []
    same = Attachment.objects.in_use().filter(
        case=added[0].case_id, sha256__in={file.sha256 for file in added}
    )
    first: dict[str, Attachment] = {}
    for file in same.order_by("pk"):
        first.setdefault(file.sha256, file)
    return [(file, first[file.sha256]) for file in added if first[file.sha256].pk != file.pk]


def shown_data(data: Any, path: tuple[str, ...] = (), key: str = "") -> Iterator[tuple[str, str]]:
    """What a paper was filled with, line by line: what it is and its value, personal numbers masked."""
    if key == "proof":
        return
    if key == "entries":
        yield " ".join(path), str(len(data))
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from shown_data(value, (*path, str(FIELD_NAMES.get(name, name))), name)
    elif isinstance(data, list):
        for number, value in enumerate(data, start=1):
            yield from shown_data(value, (*path, str(number)) if len(data) > 1 else path, key)
    elif isinstance(data, bool):
        yield " ".join(path), yes_no(data)
    elif data not in (None, ""):
        text = ANSWERS_TO.get(key, {}).get(data, str(data))
        yield " ".join(path), MASKED[key](text) if key in MASKED else text
