"""Files of a case: handed in, read, taken out of use."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from cases.addresses import case_url
from cases.models import Case
from cases.permissions import clerk_or_lawyer
from core.errors import Problem
from core.once import once
from core.resume import form_data
from core.templatetags.gongyuan import day
from core.views import get_or_post
from documents.actions import add_attachments, void_attachment
from documents.forms import UploadForm, VoidForm
from documents.models import Attachment
from documents.overview import twins_of
from documents.views.serve import ALONE, served


def say_of_added(request: HttpRequest, added: list[Attachment]) -> None:
    """Tell of files just added that pages cannot show them, or that the case had them already; they are kept, since the
    same page may prove two things."""
    for file in added:
        if not file.fits_page:
            text = _("“%(file)s” is kept as it came. It has too many pixels to be shown in a page.")
            messages.warning(request, text % {"file": file.title})
    for file, twin in twins_of(added):
        messages.warning(
            request,
            _("“%(file)s” is the same file as “%(twin)s” of %(day)s. If one is too many, void it.")
            % {"file": file.title, "twin": twin.title, "day": day(twin.uploaded_at)},
        )


@get_or_post
def upload(request: HttpRequest, case_pk: int) -> HttpResponse:
    """Hand in one file or several of a kind."""
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("office"), pk=case_pk)
    if not clerk_or_lawyer(case, request.user):
        raise PermissionDenied
    form = UploadForm(form_data(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            added = add_attachments(
                case,
                actor=request.user,
                uploads=data["uploads"],
                kind=data["kind"],
                title=data["title"],
                within=once(request, case_url(case.pk, "files")),
            )
        except Problem as problem:
            form.add_error(None, problem)
        else:
            text = ngettext("%(count)d file added.", "%(count)d files added.", len(added))
            messages.success(request, text % {"count": len(added)})
            say_of_added(request, added)
            return redirect(case_url(case.pk, "files"))
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/upload.html", {"case": case, "form": form}, status=status)


@require_safe
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came."""
    return _served(request, pk)


@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as a page shows it: a picture upright, as a JPEG of a size for pages; anything else as it came."""
    return _served(request, pk, for_page=True)


def _served(request: HttpRequest, pk: int, *, for_page: bool = False) -> HttpResponse:
    found = get_object_or_404(Attachment.objects.visible_to(request.user).select_related("case"), pk=pk)
    # Older browsers show no PDF in a sandbox, and what is in a PDF never runs in our pages.
    policy = ALONE if found.content_type == "application/pdf" else f"sandbox; {ALONE}"
    return served(
        request,
        found,
        name=found.file_name,
        content_type=found.content_type,
        policy=policy,
        as_picture=for_page and found.is_picture,
    )


@get_or_post
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out of use, with a reason; it stays on record."""
    found = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("case__office"), pk=pk
    )
    if not clerk_or_lawyer(found.case, request.user):
        raise PermissionDenied
    form = VoidForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, case_url(found.case.pk, "files")):
                void_attachment(found, actor=request.user, reason=form.cleaned_data["reason"])
        except Problem as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("%(title)s is void.") % {"title": found.title})
            return redirect(case_url(found.case.pk, "files"))
    status = 422 if request.method == "POST" else 200
    return render(request, "documents/void_file.html", {"file": found, "form": form}, status=status)
