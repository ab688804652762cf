"""Performance of an agreement or an award."""

from django.urls import path

from performance.views import award_days, interest, remedies, undertakings

app_name = "performance"
urlpatterns = [
    path("cases/<int:pk>/award-days/", award_days.award_days, name="award_days"),
    path("cases/<int:pk>/undertakings/new/", undertakings.add, name="add_undertaking"),
    path("cases/undertakings/<int:pk>/done/", undertakings.done, name="tick_off"),
    path("cases/undertakings/<int:pk>/strike/", undertakings.strike, name="strike_undertaking"),
    path("cases/<int:pk>/interest/new/", interest.enter, name="interest"),
    path("cases/interest/<int:pk>/", interest.working, name="interest_working"),
    path("cases/interest/<int:pk>/strike/", interest.strike, name="strike_interest"),
    path("cases/<int:pk>/apply/<str:kind>/", remedies.apply, name="apply"),
    path("cases/remedies/<int:pk>/", remedies.go_on, name="remedy"),
]
