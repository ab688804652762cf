"""Everything about a case. A step of the workflow is the last route: any other name goes above it."""

from django.urls import path

from cases.views import case, facts, steps, timeline

app_name = "cases"
urlpatterns = [
    path("<int:pk>/", case.detail, name="detail"),
    path("<int:pk>/edit/", facts.edit, name="edit"),
    path("<int:pk>/closing-report/", facts.closing_report, name="closing_report"),
    path("<int:pk>/notes/", facts.notes, name="add_note"),
    path("<int:pk>/notes/<int:note_pk>/", facts.correct, name="correct_note"),
    path("<int:pk>/deadlines/<int:deadline_pk>/finish/", facts.finish, name="finish_deadline"),
    path("<int:pk>/deadlines/<int:deadline_pk>/move/", facts.move, name="move_deadline"),
    path("<int:pk>/timeline/", timeline.timeline, name="timeline"),
    path("<int:pk>/<slug:step>/", steps.CaseStepView.as_view(), name="step"),
]
