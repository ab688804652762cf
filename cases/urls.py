"""Everything about a case. A step of the workflow is the last route: any other name goes above it."""

from django.urls import path

from cases.views import (
    case,
    claimants,
    claims,
    conflicts,
    deadlines,
    edit,
    listing,
    notes,
    proceedings,
    respondents,
    steps,
    timeline,
    unmask,
)

app_name = "cases"
urlpatterns = [
    path("", listing.case_list, name="list"),
    path("export/<slug:fmt>/", listing.case_export, name="export"),
    path("<int:pk>/", case.detail, name="detail"),
    path("<int:pk>/edit/", edit.edit, name="edit"),
    path("<int:pk>/closing-report/", edit.closing_report, name="closing_report"),
    path("<int:pk>/notes/", notes.add, name="add_note"),
    path("<int:pk>/notes/<int:note_pk>/", notes.correct, name="correct_note"),
    path("<int:pk>/deadlines/<int:deadline_pk>/finish/", deadlines.finish, name="finish_deadline"),
    path("<int:pk>/deadlines/<int:deadline_pk>/move/", deadlines.move, name="move_deadline"),
    path("<int:pk>/timeline/", timeline.timeline, name="timeline"),
    path("proceedings/<int:pk>/", proceedings.proceeding, name="proceeding"),
    path("proceedings/<int:pk>/extend/", proceedings.extend, name="extend_award"),
    path("<int:pk>/split/", proceedings.split, name="split"),
    path("<int:pk>/claimants/add/", claimants.add, name="add_claimant"),
    path("<int:pk>/claimants/paste/", claimants.paste, name="paste_claimants"),
    path("<int:pk>/claimants/consent/", claimants.consent, name="consent"),
    path("<int:pk>/claimants/<int:claimant_pk>/", claimants.edit, name="edit_claimant"),
    path("<int:pk>/claimants/<int:claimant_pk>/person/", claimants.person, name="edit_person"),
    path("<int:pk>/claimants/<int:claimant_pk>/withdraw/", claimants.withdraw, name="withdraw_claimant"),
    path("<int:pk>/claimants/<int:claimant_pk>/show/<slug:field>/", unmask.show, name="unmask"),
    path("<int:pk>/employer/", respondents.employer, name="edit_employer"),
    path("<int:pk>/employer/links/add/", respondents.add_link, name="link_employer"),
    path("<int:pk>/employer/links/<int:link_pk>/end/", respondents.end_link, name="unlink_employer"),
    path("<int:pk>/co-respondents/add/", respondents.add_respondent, name="add_co_respondent"),
    path(
        "<int:pk>/co-respondents/<int:respondent_pk>/drop/",
        respondents.drop_respondent,
        name="drop_co_respondent",
    ),
    path("<int:pk>/claims/add/", claims.add, name="add_claim"),
    path("<int:pk>/claims/paste/", claims.paste, name="paste_claims"),
    path("<int:pk>/claims/<int:claim_pk>/", claims.edit, name="edit_claim"),
    path("<int:pk>/claims/<int:claim_pk>/drop/", claims.drop, name="drop_claim"),
    path("<int:pk>/conflicts/check/", conflicts.check, name="check_conflicts"),
    path("<int:pk>/conflicts/<int:check_pk>/explain/", conflicts.explain, name="explain_conflict"),
    path("<int:pk>/<slug:step>/", steps.CaseStepView.as_view(), name="step"),
]
