"""Rates, holidays and code lists, under /tables/."""

from django.urls import path

from law_tables.views import codes, holidays, importing, rates

app_name = "law_tables"
urlpatterns = [
    path("", rates.rates, name="rates"),
    path("rates/new/", rates.add, name="rate_add"),
    path("rates/import/", importing.paste, name="rates_import"),
    path("rates/import/form/", importing.empty_form, name="rates_form"),
    path("rates/<int:pk>/", rates.rate, name="rate"),
    path("rates/<int:pk>/correct/", rates.correct, name="rate_correct"),
    path("rates/<int:pk>/end/", rates.end, name="rate_end"),
    path("rates/<int:pk>/strike/", rates.strike, name="rate_strike"),
    path("holidays/", holidays.years, name="holidays"),
    path("holidays/new/", holidays.add, name="holidays_add"),
    path("holidays/<int:pk>/", holidays.year, name="holiday_year"),
    path("holidays/<int:pk>/correct/", holidays.correct, name="holidays_correct"),
    path("holidays/<int:pk>/strike/", holidays.strike, name="holidays_strike"),
    path("codes/", codes.lists, name="codes"),
    path("codes/<slug:table>/", codes.entries, name="code_list"),
    path("codes/<slug:table>/new/", codes.add, name="code_add"),
    path("codes/entry/<int:pk>/", codes.entry, name="code"),
    path("codes/entry/<int:pk>/correct/", codes.correct, name="code_correct"),
    path("codes/entry/<int:pk>/end/", codes.end, name="code_end"),
    path("codes/entry/<int:pk>/strike/", codes.strike, name="code_strike"),
]
