"""Papers and files. A step of a paper is the last route: any other name goes above it."""

from django.urls import path

from documents.views import files, papers

app_name = "documents"
urlpatterns = [
    path("cases/<int:case_pk>/upload/", files.upload, name="upload"),
    path("cases/<int:case_pk>/<slug:kind>/issue/", papers.issue, name="issue"),
    path("cases/<int:case_pk>/<slug:kind>/check/", papers.check, name="check"),
    path("visits/<int:visit_pk>/check/", papers.check_visit, name="check_visit"),
    path("visits/<int:visit_pk>/issue/", papers.issue_visit, name="issue_visit"),
    path("files/<int:pk>/", files.attachment, name="attachment"),
    path("files/<int:pk>/shown/", files.shown, name="shown"),
    path("files/<int:pk>/void/", files.void, name="void_attachment"),
    path("<int:pk>/", papers.paper, name="paper"),
    path("<int:pk>/about/", papers.paper_detail, name="paper_detail"),
    path("<int:pk>/<slug:step>/", papers.PaperStepView.as_view(), name="paper_step"),
]
