"""What the house's form fields take, what they make of it, and what they say to the rest."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from core import clock
from core.fields import CreditCodeField, DateField, IdNumberField, MoneyFormField, NameField, PhoneField

TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY), translation.override("en"):
        yield


def refusal(field: forms.Field, text: str) -> tuple[str, list[str]]:
    """Code and message with which the field refuses the text."""
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    return caught.value.error_list[0].code, caught.value.messages


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("11010519491231002X", "11010519491231002X"),
        (" 110105 19491231 002x ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
    ],
)
def test_id_number_comes_back_in_one_spelling(typed, number):
    assert IdNumberField().clean(typed) == number


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("1101051949123100", "id_length", "An ID number has 18 characters, this one has 16."),
        ("110105194912310020", "id_check_digit", None),
        ("310116199002300017", "id_date", "The birth date in the ID number does not exist: 1990-02-30."),
        ("000105194912310021", "id_region", None),
        ("1101051949123100ZX", "id_format", None),
    ],
)
def test_id_number_says_what_is_wrong(typed, code, message):
    found, messages = refusal(IdNumberField(), typed)
    assert found == code
    assert message is None or messages == [message]


def test_id_number_of_somebody_not_born_yet_is_refused():
    with clock.at(dt.date(1949, 12, 30)):
        assert refusal(IdNumberField(), "11010519491231002X")[0] == "id_future"


def test_numbers_may_be_left_out_where_not_required():
    fields = [IdNumberField(required=False), CreditCodeField(required=False), PhoneField(required=False)]
    assert [field.clean("  ") for field in fields] == ["", "", ""]


def test_credit_code_and_phone_come_back_in_one_spelling():
    assert CreditCodeField().clean("91350100m000100y43") == "91350100M000100Y43"
    assert PhoneField().clean("+86 138-0013-8000") == "13800138000"
    assert PhoneField().clean("（021）5731 2345") == "021-57312345"


def test_credit_code_and_phone_say_what_is_wrong():
    assert refusal(CreditCodeField(), "91350100M000100Y44")[0] == "credit_code_check"
    assert refusal(CreditCodeField(), "91350100")[0] == "credit_code_length"
    assert refusal(PhoneField(), "1380013800")[0] == "phone_mobile"
    assert refusal(PhoneField(), "none")[0] == "phone_format"


def test_overlong_text_is_refused_before_it_is_checked():
    assert refusal(IdNumberField(), "1" * 500)[0] == "max_length"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234.5", "1234.50"),
        ("1,234.50", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("¥ 1 234.50 元", "1234.50"),
        (".5", "0.50"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("007", "7.00"),
        ("999,999,999,999.99", "999999999999.99"),
    ],
)
def test_money_takes_sums_as_people_write_them(typed, amount):
    assert str(MoneyFormField().clean(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("1.005", "too_precise", "A sum has at most 2 decimal places; this one has 3 decimals."),
        ("-1", "negative", "A sum cannot be negative."),
        ("-9999999999999999", "negative", "A sum cannot be negative."),
        ("1000000000000", "too_large", "The sum is above 999,999,999,999.99 yuan."),
        ("1,23", "invalid", "Enter a sum like 1234.50."),
        ("1e5", "invalid", None),
        ("NaN", "invalid", None),
        ("Infinity", "invalid", None),
        ("十元", "invalid", None),
        (".", "invalid", None),
        ("-", "invalid", None),
        ("1.2.3", "invalid", None),
    ],
)
def test_money_never_rounds_and_never_guesses(typed, code, message):
    found, messages = refusal(MoneyFormField(), typed)
    assert found == code
    assert message is None or messages == [message]


def test_money_above_zero_where_a_sum_is_asked():
    assert refusal(MoneyFormField(positive=True), "0.00")[0] == "not_positive"
    assert MoneyFormField(positive=True).clean("0.01") == Decimal("0.01")
    assert MoneyFormField(required=False).clean(" ") is None
    assert refusal(MoneyFormField(), "")[0] == "required"


@pytest.mark.parametrize(
    "typed", ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "20260105", "２０２６-１-５"]
)
def test_date_takes_what_people_write(typed):
    assert DateField().clean(typed) == dt.date(2026, 1, 5)


@pytest.mark.parametrize(
    ("typed", "code", "message"),
    [
        ("2026-02-30", "impossible", "This date does not exist: 2026-02-30."),
        ("2026-13-01", "impossible", "This date does not exist: 2026-13-01."),
        ("0000-01-01", "impossible", None),
        ("1899-12-31", "out_of_range", "The year must lie between 1900 and 2100."),
        ("9999-12-31", "out_of_range", None),
        ("yesterday", "invalid", "Enter a date like 2026-01-05."),
        ("5.1.2026", "invalid", None),
    ],
)
def test_date_says_what_is_wrong(typed, code, message):
    found, messages = refusal(DateField(), typed)
    assert found == code
    assert message is None or messages == [message]


def test_date_that_must_have_come():
    assert DateField(not_in_future=True).clean("2026-03-10") == TODAY
    assert refusal(DateField(not_in_future=True), "2026-03-11") == ("future", ["This day has not come yet."])


def test_date_is_a_date_input_in_the_page():
    class Form(forms.Form):
        day = DateField(initial=dt.date(2026, 1, 5))

    assert 'type="date"' in str(Form()["day"])
    assert 'value="2026-01-05"' in str(Form()["day"])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (" 周 建国 ", "周建国"),
        ("上海(金山) 机械公司", "上海（金山）机械公司"),
        ("阿卜杜•热合曼", "阿卜杜·热合曼"),
        ("Li  Ming", "Li Ming"),
        ("ＡＢＣ 公司", "ABC公司"),
    ],
)
def test_name_has_one_spelling(typed, name):
    assert NameField().clean(typed) == name


def test_name_of_spaces_is_no_name():
    assert refusal(NameField(), "   ")[0] == "required"
