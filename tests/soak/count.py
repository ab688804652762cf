"""Counts what is half-written: `python -m tests.soak.count JOURNAL` in the server's environment.

Every line must be 0 but those of files of no row, which a killed process leaves: they are listed, and harm nobody.
"""

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models import Count, Max  # noqa: E402

from cases.models import Case, CaseNumberCounter, Claim, Note, Visit  # noqa: E402
from core.audit import Audited  # noqa: E402
from documents.models import Attachment, Paper, PaperNumberCounter  # noqa: E402
from recoveries.models import Receipt  # noqa: E402

MARKED: dict[str, tuple[type[models.Model], str]] = {
    "intake": (Case, "facts"),
    "visit": (Visit, "note"),
    "note": (Note, "text"),
    "claim": (Claim, "basis"),
    "upload": (Attachment, "title"),
    "receipt": (Receipt, "note"),
}
STEPS: dict[str, type[models.Model]] = {"submit": Case, "accept": Case, "verify": Receipt}


def rows_and_history() -> Iterator[str]:
    """A row without its history, a version left out, a history of nothing."""
    for model in apps.get_models():
        if not issubclass(model, Audited):
            continue
        kept: Any = model.history  # type: ignore[attr-defined]
        history = {
            row["id"]: (row["count"], row["last"])
            for row in kept.values("id").annotate(count=Count("history_id"), last=Max("version")).order_by()
        }
        live = dict(model._base_manager.values_list("pk", "version"))
        for pk, version in live.items():
            if history.pop(pk, None) != (version, version):
                yield f"{model._meta.label} {pk} has not {version} versions on record"
        yield from (f"{model._meta.label} {pk} is on record and not there" for pk in history)


def cases_half_opened() -> Iterator[str]:
    for case in Case.objects.filter(facts__startswith="soak"):
        for name in ("claimants", "claims", "conflict_checks"):
            if not getattr(case, name).exists():
                yield f"case {case.pk} has no {name}"


def steps_half_taken() -> Iterator[str]:
    """A state without what belongs to it: number, days, deadlines; a gap between the numbers of an office."""
    for case in Case.objects.filter(facts__startswith="soak").prefetch_related("deadlines"):
        kinds = {deadline.kind for deadline in case.deadlines.all()}
        if case.state in ("review", "accepted") and "aid_decision" not in kinds:
            yield f"case {case.pk} was submitted without its deadline"
        if case.state == "accepted" and not (case.number and case.accepted_on and "aid_appointment" in kinds):
            yield f"case {case.pk} was accepted by half"
    for counter in CaseNumberCounter.objects.all():
        given = Case.objects.filter(office=counter.office_id, number__contains=f"〔{counter.year}〕")
        numbers = sorted(int(n[-5:-1]) for n in given.values_list("number", flat=True) if n)
        if numbers[-counter.last :] != list(range(1, counter.last + 1)):
            yield f"office {counter.office_id} has gaps between its case numbers"


def papers_half_numbered() -> Iterator[str]:
    """A gap between the numbers of an office's papers, a number beyond the counter."""
    for counter in PaperNumberCounter.objects.select_related("office"):
        before = f"{counter.office.number_prefix}{counter.series}〔{counter.year}〕{counter.office.code}"
        given = Paper.objects.filter(number__startswith=before).values_list("number", flat=True)
        numbers = sorted(int(number.removeprefix(before).removesuffix("号")) for number in given)
        if numbers != list(range(1, counter.last + 1)):
            yield f"office {counter.office_id} has gaps between its numbers of papers"


def money_half_recorded() -> Iterator[str]:
    for receipt in Receipt.objects.filter(lines=None):
        yield f"receipt {receipt.pk} has no lines"


def files_not_right() -> Iterator[str]:
    """A paper issued without its file, a file that is not the one on record, an edition left out."""
    for row in [*Attachment.objects.all(), *Paper.objects.all()]:
        path = Path(settings.MEDIA_ROOT, row.file.name) if row.file else None
        if path is None or not path.is_file():
            yield f"{row._meta.label} {row.pk} has no file"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row.sha256:
            yield f"{row._meta.label} {row.pk} has another file than the one on record"
    for paper in Paper.objects.exclude(state__in=("issued", "signed", "void")):
        yield f"paper {paper.pk} was issued by half"
    editions = Paper.objects.values("kind", "subject").annotate(count=Count("pk"), last=Max("edition"))
    for found in editions.order_by():
        if found["count"] != found["last"]:
            yield f"{found['kind']} of {found['subject']} lacks an edition"


def _marks() -> Counter[str]:
    """How often each mark stands in what was written."""
    found: Counter[str] = Counter()
    for model, name in MARKED.values():
        found.update(
            model._base_manager.filter(**{f"{name}__startswith": "soak"}).values_list(name, flat=True)
        )
    for kind, model in STEPS.items():
        history: Any = model.history  # type: ignore[attr-defined]
        texts = history.filter(history_change_reason__startswith="soak")
        reasons = texts.values_list("history_change_reason", flat=True)
        found.update(reason for reason in reasons if reason.endswith(kind))
    return found


def answered_and_lost(journal: list[dict[str, Any]]) -> Iterator[str]:
    found = _marks()
    for act in journal:
        if act["outcome"] == "done" and act["kind"] != "paper" and not found[act["mark"]]:
            yield f"{act['mark']} was answered and is not there"


def done_twice(journal: list[dict[str, Any]]) -> Iterator[str]:
    for mark, times in _marks().items():
        if times > 1:
            yield f"{mark} was done {times} times"


def files_of_no_row() -> list[str]:
    """What is in the store and on no record."""
    root = Path(settings.MEDIA_ROOT)
    stored = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    return sorted(stored - {row.file.name for row in [*Attachment.objects.all(), *Paper.objects.all()]})


def main(path: str) -> int:
    journal = json.loads(Path(path).read_text())
    counts = {
        "rows without history, or history without rows": list(rows_and_history()),
        "cases half opened": list(cases_half_opened()),
        "steps half taken": list(steps_half_taken()),
        "papers half numbered": list(papers_half_numbered()),
        "receipts half recorded": list(money_half_recorded()),
        "papers and files that are not right": list(files_not_right()),
        "forms answered and lost": list(answered_and_lost(journal)),
        "forms done twice": list(done_twice(journal)),
    }
    for name, found in counts.items():
        print(f"  {len(found):>5}  {name}" + "".join(f"\n         {line}" for line in found[:5]))
    print(f"  {len(files_of_no_row()):>5}  files of no row (allowed)")
    marks = _marks()
    lost = [act for act in journal if act["outcome"] not in ("done", "refused") and act["kind"] != "paper"]
    written = sum(bool(marks[act["mark"]]) for act in lost)
    print(f"  of {len(lost)} forms that were not answered, {written} were written, whole")
    return 1 if any(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
