"""Papers: issue them, read them, take their steps."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case, Claimant, Visit
from core.audit import one_act
from core.errors import Problem
from core.fsm import steps_for
from core.once import new_token, once
from core.step_view import StepView
from documents.actions import blanks_before_issuing, issue_paper, take_paper_step
from documents.catalogue import CATALOGUE, Entry
from documents.forms import IssueForm, SignForm
from documents.models import Paper
from documents.outdated import changed_since
from documents.overview import shown_data
from documents.permissions import can_issue
from documents.subjects import with_all_it_prints
from documents.unprintable import Unprintable
from documents.views.serve import served


def page_of(paper: Paper) -> str:
    """Where the papers of its case or visit are listed."""
    name, pk = ("cases:detail", paper.case_id) if paper.case_id else ("front_desk:visit", paper.visit_id)
    return reverse(name, args=[pk]) + "#papers"


@require_POST
def issue(request: HttpRequest, case_pk: int, kind: str) -> HttpResponse:
    """Issue a paper of a case; of a kind that goes to each claimant, one for whoever is chosen or for everybody."""
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("office"), pk=case_pk)
    entry = CATALOGUE.get(kind)
    if entry is None or entry.per == "visit":
        raise Http404
    paper = Paper(kind=kind, case=case)
    if not can_issue(paper, request.user):
        raise PermissionDenied
    form = IssueForm(request.POST, case=case)
    if not form.is_valid():
        messages.error(request, _("Choose somebody who takes part in this case."))
        return _back(request, paper)
    claimants = form.chosen() if entry.per == "claimant" else [None]
    seen = form.cleaned_data["with_blanks"] or form.cleaned_data["by_hand"]
    if form.is_first() and not seen:
        subject = with_all_it_prints(case, None)
        if not _lacks(entry, subject) and any(
            not blank.optional for blank in blanks_before_issuing(kind, subject, claimants, request.user)
        ):
            one = form.cleaned_data["claimant"]
            return _first_see(request, "check", case.pk, kind, query=f"?claimant={one.pk}" if one else "")
    if entry.per == "case":
        return _issue_all(request, entry, paper, [None])
    if request.htmx and len(form.chosen()) > 1:  # type: ignore[attr-defined]
        return _issue_next(request, entry, paper, form)
    return _issue_all(request, entry, paper, form.waiting())


@require_safe
def check(request: HttpRequest, case_pk: int, kind: str) -> HttpResponse:
    """What a paper of a case would leave blank: each with the field that fills it, and which of them forbid it."""
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("office"), pk=case_pk)
    entry = CATALOGUE.get(kind)
    if entry is None or entry.per == "visit":
        raise Http404
    if not can_issue(Paper(kind=kind, case=case), request.user):
        raise PermissionDenied
    form = IssueForm(request.GET, case=case)
    claimants = form.chosen() if form.is_valid() and entry.per == "claimant" else [None]
    one = form.cleaned_data.get("claimant")
    url = reverse("documents:issue", args=[case.pk, kind])
    return _checked(request, entry, with_all_it_prints(case, None), claimants, url, one)


@require_safe
def check_visit(request: HttpRequest, visit_pk: int) -> HttpResponse:
    """The same for the record of a visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("office"), pk=visit_pk)
    entry = CATALOGUE["visit_record"]
    if not can_issue(Paper(kind=entry.kind, visit=visit), request.user):
        raise PermissionDenied
    url = reverse("documents:issue_visit", args=[visit.pk])
    return _checked(request, entry, with_all_it_prints(None, visit), [None], url)


def _lacks(entry: Entry, subject: Any) -> bool:
    """Is there more missing than blanks, so that issuing will say so?"""
    return not entry.offered(subject) or bool(entry.missing(subject))


def _checked(
    request: HttpRequest,
    entry: Entry,
    subject: Any,
    claimants: list[Claimant] | list[None],
    url: str,
    one: Claimant | None = None,
) -> HttpResponse:
    fits = not _lacks(entry, subject)
    blanks = blanks_before_issuing(entry.kind, subject, claimants, request.user) if fits else []
    context = {
        "entry": entry,
        "subject": subject,
        "blanks": blanks,
        "missing": [] if fits else entry.missing(subject),
        "may_issue": fits and not any(blank.forbids for blank in blanks),
        "url": url,
        "claimant": one,
        "back_url": page_of(Paper(kind=entry.kind, **{_about(subject): subject})),
    }
    return render(request, "documents/check.html", context)


def _about(subject: Any) -> str:
    return "visit" if isinstance(subject, Visit) else "case"


def _first_see(request: HttpRequest, name: str, *args: Any, query: str = "") -> HttpResponse:
    """On to the page that lists the blanks; nothing was issued yet."""
    url = reverse(f"documents:{name}", args=args) + query
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


@require_POST
def issue_visit(request: HttpRequest, visit_pk: int) -> HttpResponse:
    """Issue the record of a visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("office"), pk=visit_pk)
    entry = CATALOGUE["visit_record"]
    paper = Paper(kind=entry.kind, visit=visit)
    if not can_issue(paper, request.user):
        raise PermissionDenied
    if not {"with_blanks", "by_hand"} & request.POST.keys():
        subject = with_all_it_prints(None, visit)
        if blanks_before_issuing(entry.kind, subject, [None], request.user):
            return _first_see(request, "check_visit", visit.pk)
    return _issue_all(request, entry, paper, [None])


def _issue_all(
    request: HttpRequest, entry: Entry, paper: Paper, claimants: list[Claimant] | list[None]
) -> HttpResponse:
    done: list[Paper] = []
    by_hand = bool(request.POST.get("by_hand"))
    try:
        with one_act():
            for claimant in claimants:
                done.append(
                    issue_paper(
                        entry.kind,
                        actor=request.user,
                        case=paper.case,
                        visit=paper.visit,
                        claimant=claimant,
                        by_hand=by_hand,
                        within=transaction.atomic if done else partial(once, request, page_of(paper)),
                    )
                )
    except Unprintable as refused:
        _say_done(request, entry, len(done))
        after = done[-1].claimant_id if done else request.POST.get("after")
        return _ask_by_hand(request, entry, paper, refused, after)
    except Problem as problem:
        _say_why(request, problem)
    _say_done(request, entry, len(done))
    return _back(request, paper)


def _ask_by_hand(
    request: HttpRequest, entry: Entry, paper: Paper, refused: Unprintable, after: Any
) -> HttpResponse:
    """Tell what cannot be printed and where it stands, and offer to leave room for it.

    Of a group's papers made in turn those made stay, and it goes on `after` the last of them.
    """
    context = {
        "label": entry.kind.label,
        "found": refused.found,
        "after": after,
        "claimant": request.POST.get("claimant", ""),
        "token": new_token(request.user, request.path),
        "url": request.path,
        "back_url": page_of(paper),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "documents/_by_hand.html", context)
    return render(request, "documents/by_hand.html", context, status=422)


def _issue_next(request: HttpRequest, entry: Entry, paper: Paper, form: IssueForm) -> HttpResponse:
    """One paper of a group's: the answer shows how far it is and asks for the next one by itself."""
    total, waiting = len(form.chosen()), form.waiting()
    if not waiting:
        return _back(request, paper)
    try:
        issue_paper(
            entry.kind,
            actor=request.user,
            case=paper.case,
            claimant=waiting[0],
            by_hand=form.cleaned_data["by_hand"],
            within=partial(once, request, page_of(paper)),
        )
    except Unprintable as refused:
        return _ask_by_hand(request, entry, paper, refused, form.cleaned_data["after"])
    except Problem as problem:
        _say_why(request, problem)
        _say_done(request, entry, total - len(waiting))
        return _back(request, paper)
    if len(waiting) > 1:
        context = {
            "url": request.path,
            "token": new_token(request.user, request.path),
            "after": waiting[0].pk,
            "done": total - len(waiting) + 1,
            "total": total,
        }
        return render(request, "documents/_issuing.html", context)
    _say_done(request, entry, total)
    return _back(request, paper)


def _say_why(request: HttpRequest, problem: Problem) -> None:
    for text in problem.messages:
        messages.error(request, text)


def _say_done(request: HttpRequest, entry: Entry, count: int) -> None:
    if count:
        text = _("%(paper)s issued.")
        if entry.per == "claimant":
            text = ngettext(
                "%(paper)s issued for %(count)d claimant.", "%(paper)s issued for %(count)d claimants.", count
            )
        messages.success(request, text % {"paper": entry.kind.label, "count": count})


def _back(request: HttpRequest, paper: Paper) -> HttpResponse:
    """The page of the case or visit anew: all of it may look different, now that the paper is there."""
    url = page_of(paper)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(url)
    shown = request.htmx.current_url  # type: ignore[attr-defined]
    elsewhere = shown and urlsplit(shown).path != urlsplit(url).path
    return HttpResponse(headers={"HX-Redirect": url} if elsewhere else {"HX-Refresh": "true"})


def _visible(request: HttpRequest) -> Any:
    return Paper.objects.visible_to(request.user).select_related(
        "case__office", "visit__office", "claimant__worker", "issued_by", "signed_copy"
    )


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF as it was issued, to the byte."""
    found = get_object_or_404(_visible(request).exclude(sha256=""), pk=pk)
    return served(request, found, name=found.download_name, content_type="application/pdf")


@require_safe
def paper_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an issued paper was made of, its other versions, and what may be done with it."""
    found = get_object_or_404(_visible(request), pk=pk)
    editions = list(
        Paper.objects.filter(kind=found.kind, subject=found.subject)
        .defer("data")
        .select_related("issued_by")
        .order_by("-edition")
    )
    is_newest = found.edition == editions[0].edition
    context = {
        "paper": found,
        "editions": editions,
        "steps": steps_for(found, request.user),
        "data": shown_data(found.data),
        "changed": changed_since(found, with_all_it_prints(found.case, found.visit)) if is_newest else [],
        "back_url": page_of(found),
    }
    return render(request, "documents/paper_detail.html", context)


class PaperStepView(StepView):
    model = Paper
    take = staticmethod(take_paper_step)
    step_forms = {"sign": SignForm}
    done_url = staticmethod(page_of)
