"""People, invitations and the duty roster, under /people/."""

import datetime as dt

from django.urls import path, register_converter

from accounts.views import offices, people, roster, sign_in


class DateConverter:
    """2026-11-23; an impossible date, or one outside this century, is no address."""

    regex = r"20\d{2}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


register_converter(DateConverter, "date")

app_name = "accounts"
urlpatterns = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="invite"),
    path("invite/link/", people.link, name="link"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/correct/", people.change, name="change"),
    path("<int:pk>/roles/add/", people.grant, name="grant"),
    path("<int:pk>/<slug:name>/", people.step, name="step"),
    path("roles/<int:pk>/end/", people.end, name="end"),
    path("offices/", offices.offices, name="offices"),
    path("offices/new/", offices.add, name="office_add"),
    path("offices/<int:pk>/", offices.office, name="office"),
    path("offices/<int:pk>/correct/", offices.change, name="office_change"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<int:pk>/<date:on>/", roster.day, name="roster_day"),
    path("roster/<int:pk>/<date:monday>/copy/", roster.copy, name="roster_copy"),
    path("welcome/<str:token>/", sign_in.accept, name="accept"),
]
