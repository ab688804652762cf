"""What the house's form fields take, what they make of it, and what they say to the rest."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import translation

from core import clock
from core.fields import (
    CreditCodeField,
    DateField,
    EmployerPhoneField,
    IdNumberField,
    MoneyFormField,
    NameField,
    PhoneField,
    ask_to_choose,
)
from core.offers import readings_of

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
        ("1101051949123100YX", "id_format", None),
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
        (
            "1.005",
            "too_precise",
            "A sum has at most 2 decimal places; this one has 3 decimals. Is 1.01 meant? Take it, or write it anew.",
        ),
        (
            "0.0000001",
            "too_precise",
            "A sum has at most 2 decimal places; this one has 7 decimals. Is 0.00 meant? Take it, or write it anew.",
        ),
        ("-1", "negative", "A sum cannot be negative."),
        ("-9999999999999999", "negative", "A sum cannot be negative."),
        ("1000000000000", "too_large", "The sum is above 999,999,999,999.99 yuan."),
        ("x", "invalid", "Enter a sum like 1234.50."),
        ("$1000", "currency", "This sum is in another currency ($): enter what it is in yuan."),
        ("500 港币", "currency", "This sum is in another currency (港币): enter what it is in yuan."),
        ("3个月", "span", "This is a length of time, not a sum. Enter a sum like 1234.50."),
        ("两年半", "span", None),
        ("几千块", "rough", "This says only about how much. Enter the sum itself, like 1234.50."),
        ("上万元", "rough", None),
        ("NaN", "invalid", None),
        ("Infinity", "invalid", None),
        ("很多元", "invalid", None),
        (".", "invalid", None),
        ("-", "invalid", None),
        ("1.2.3", "invalid", None),
    ],
)
def test_money_never_rounds_and_never_guesses(typed, code, message):
    found, messages = refusal(MoneyFormField(), typed)
    assert found == code
    assert message is None or messages == [message]


def offers(field: forms.Field, text: str) -> list[str]:
    """What the field offers to take instead of the text."""
    with pytest.raises(ValidationError) as caught:
        field.clean(text)
    return readings_of(caught.value.error_list)


@pytest.mark.parametrize(
    ("typed", "amounts"),
    [
        ("1.2万", ["12000.00"]),
        ("1.3 万元", ["13000.00"]),
        ("十元", ["10.00"]),
        ("5000.3333333", ["5000.33"]),
        ("1e5", ["100000.00"]),
        ("4000-4500", ["4000.00", "4500.00"]),
        ("1,23", ["1.23", "123.00"]),
        ("5000×3", ["15000.00"]),
        ("五千来块", ["5000.00"]),
        ("无", ["0.00"]),
        ("999999999999.999", []),
        ("0.001", ["0.00"]),
    ],
)
def test_a_sum_that_is_not_certain_is_offered(typed, amounts):
    assert offers(MoneyFormField(), typed) == amounts
    assert [str(MoneyFormField().clean(amount)) for amount in amounts] == amounts


def test_nothing_is_offered_that_the_field_refuses():
    assert offers(MoneyFormField(positive=True), "0.001") == []
    assert offers(MoneyFormField(), "一万亿") == []
    assert offers(DateField(not_in_future=True), "2026年5月") == []
    assert offers(DateField(not_in_future=True), "2026年3月") == ["2026-03-01"]


def test_sums_on_bills_and_of_accounts_are_taken():
    taken = ["12000元整", "壹万元整", "¥ -   ", "5000.3300000"]
    assert [str(MoneyFormField().clean(text)) for text in taken] == [
        "12000.00",
        "10000.00",
        "0.00",
        "5000.33",
    ]


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("45356", ["2024-03-05"]),
        ("2024年3月", ["2024-03-01", "2024-03-31"]),
        ("24/3/5", ["2024-03-05"]),
        ("5.1.2026", ["2026-05-01", "2026-01-05"]),
    ],
)
def test_a_day_that_is_not_certain_is_offered(typed, days):
    assert offers(DateField(), typed) == days


def test_what_goes_on_has_no_end_yet():
    assert DateField(required=False, open_end=True).clean("至今") is None
    assert offers(DateField(end=True), "至今") == ["2026-03-10"]
    assert refusal(DateField(), "至今")[0] == "invalid"


def test_of_several_numbers_each_is_offered():
    assert offers(PhoneField(), "13800138000/021-57312345转8") == ["13800138000", "021-57312345-8"]
    assert offers(PhoneField(), "13800138000（女儿）") == ["13800138000"]
    assert PhoneField().clean("95588") == "95588"


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("9135O1OOMOOO1OOY43", ["91350100M000100Y43"]),
        ("统一社会信用代码：91350100M000100Y43", ["91350100M000100Y43"]),
        ("91350100-M000100Y4-3", ["91350100M000100Y43"]),
        ("91350100M000100Y44", []),
    ],
)
def test_a_credit_code_with_letters_for_digits_is_offered(typed, codes):
    assert offers(CreditCodeField(), typed) == codes


def test_money_above_zero_where_a_sum_is_asked():
    assert refusal(MoneyFormField(positive=True), "0.00")[0] == "not_positive"
    assert MoneyFormField(positive=True).clean("0.01") == Decimal("0.01")
    assert MoneyFormField(required=False).clean(" ") is None
    assert refusal(MoneyFormField(), "")[0] == "required"


@pytest.mark.parametrize(
    "typed",
    ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", "20260105", "２０２６-１-５", "2026/1/5 0:00"],
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
        ("31.2.2026", "invalid", None),
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


@pytest.mark.parametrize("typed", ["3188转2", "无", "总机88", "021-573"])
def test_a_telephone_of_an_employer_that_cannot_be_read_may_be_kept_as_written(typed):
    assert offers(EmployerPhoneField(), typed) == [f"{typed}（照录）"]
    assert EmployerPhoneField().clean(f"{typed}（照录）") == f"{typed}（照录）"


def test_a_telephone_of_an_employer_that_can_be_read_is_read():
    assert EmployerPhoneField().clean("021 5731 2345") == "021-57312345"
    assert offers(EmployerPhoneField(), "13800138000（老板）") == ["13800138000"]
    assert refusal(EmployerPhoneField(), "请打总机再让前台转人事部王小姐")[0] == "phone_format"


def test_an_id_number_with_letters_for_digits_is_offered():
    assert offers(IdNumberField(), "11O1O519491231002×") == ["11010519491231002X"]
    assert IdNumberField().clean("身份证号：11010519491231002X") == "11010519491231002X"
    assert refusal(IdNumberField(), "11O1O5194912310021")[0] == "id_format"


def test_where_something_is_to_be_chosen_the_form_says_so_and_shows_no_row_of_dashes():
    class Form(forms.Form):
        kind = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")])
        place = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("b", "B")], required=False)
        own = forms.ChoiceField(choices=[("", "All"), ("c", "C")])

    form = Form()
    ask_to_choose(form)
    with translation.override("en"):
        assert [[str(label) for _value, label in field.choices] for field in form.fields.values()] == [
            ["Please choose", "A"],
            ["–", "B"],
            ["All", "C"],
        ]
