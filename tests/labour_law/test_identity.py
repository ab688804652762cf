"""Documents of workers: each kind by its own form, and which kind a number tells by itself."""

from datetime import date

import pytest
from stdnum.cn import ric

from labour_law.countries import country_code
from labour_law.errors import InvalidIdentity, InvalidIdNumber, LabourLawError
from labour_law.identity import IdKind, identify, keys_of, likely_id_number, perhaps_keys


def checked(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


RESIDENT = "11010519491231002X"
PERMIT = checked("81000019900307123")
PERMANENT = "910156198808080014"
OTHER_PERMANENT = checked("93184019920229002")


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        (RESIDENT.lower(), IdKind.RESIDENT, RESIDENT),
        (f"\u202d{RESIDENT}\u202c", IdKind.RESIDENT, RESIDENT),
        (f"‘{RESIDENT}", IdKind.RESIDENT, RESIDENT),
        ("1101 0519 4912 3100 2X", IdKind.RESIDENT, RESIDENT),
        (PERMIT, IdKind.RESIDENCE_PERMIT, PERMIT),
        (checked("83000019850615001"), IdKind.RESIDENCE_PERMIT, checked("83000019850615001")),
        (PERMANENT, IdKind.PERMANENT_RESIDENCE, PERMANENT),
        (OTHER_PERMANENT, IdKind.PERMANENT_RESIDENCE, OTHER_PERMANENT),
        ("usa 3101 880808 01", IdKind.PERMANENT_RESIDENCE, "USA310188080801"),
        ("H1234567801", IdKind.HOME_RETURN, "H1234567801"),
        ("m12345678", IdKind.HOME_RETURN, "M12345678"),
        ("H12345678（02）", IdKind.HOME_RETURN, "H1234567802"),
    ],
)
def test_a_number_tells_its_kind(text, kind, number):
    said = identify(text)
    assert (said.kind, said.number) == (kind, number)


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("e 1234-5678", "passport", "E12345678"),
        ("123456789", "passport", "123456789"),
        ("ＡＢ１２３４５", "passport", "AB12345"),
        ("01234567", "taiwan_pass", "01234567"),
        ("0123456701(B)", "taiwan_pass", "0123456701(B)"),
        ("01234567(01)", "taiwan_pass", "0123456701"),
        ("01234567（03）(C)", "taiwan_pass", "0123456703(C)"),
        ("M12345678(01)", "home_return", "M1234567801"),
        ("m1234 5678（01）", "home_return", "M1234567801"),
        (PERMIT, "residence_permit", PERMIT),
        (RESIDENT, "resident", RESIDENT),
    ],
)
def test_a_kind_is_checked_by_its_own_form(text, kind, number):
    assert identify(text, kind).number == number


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("E12345678", "", "identity_kind"),
        ("01234567", "", "identity_kind"),
        ("310116850615123", "", "id_old"),
        ("310116850615123", "resident", "id_old"),
        ("3101168506151234", "", "id_length"),
        (PERMIT, "resident", "identity_is_permit"),
        (RESIDENT, "residence_permit", "identity_permit"),
        (PERMIT[:-1] + ("0" if PERMIT[-1] != "0" else "1"), "", "id_check_digit"),
        ("910156198808080015", "", "id_check_digit"),
        (checked("91015619881308001"), "", "id_date"),
        ("USA310188133301", "", "id_date"),
        ("AB123", "permanent_residence", "identity_permanent"),
        ("ABCDEFGH", "passport", "identity_passport"),
        ("E1234567890123", "passport", "identity_passport"),
        ("A12345678", "home_return", "identity_home_return"),
        ("H12345678(01", "home_return", "identity_home_return"),
        ("H12345678(001)", "home_return", "identity_home_return"),
        ("H1234567", "home_return", "identity_home_return"),
        ("1234567", "taiwan_pass", "identity_taiwan_pass"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_own_message(text, kind, code):
    with pytest.raises((InvalidIdentity, InvalidIdNumber)) as refused:
        identify(text, kind)
    assert refused.value.code == code
    assert isinstance(refused.value, LabourLawError)


def test_what_a_number_says_of_birth_and_sex():
    assert [(identify(n).birth_date, identify(n).sex) for n in (PERMIT, PERMANENT, OTHER_PERMANENT)] == [
        (date(1990, 3, 7), "male"),
        (date(1988, 8, 8), "male"),
        (date(1992, 2, 29), "female"),
    ]
    assert identify("E12345678", "passport").birth_date is None


def test_a_birth_date_that_has_not_come_is_refused():
    with pytest.raises(InvalidIdNumber) as refused:
        identify(PERMANENT, on=date(1988, 8, 7))
    assert refused.value.code == "id_future"


@pytest.mark.parametrize(
    ("kind", "first", "renewed"),
    [("home_return", "H12345678", "H1234567802"), ("taiwan_pass", "01234567", "0123456703(C)")],
)
def test_a_renewed_permit_is_the_same_person(kind, first, renewed):
    assert identify(first, kind).key == identify(renewed, kind).key


def test_the_same_digits_on_two_kinds_of_document_are_two_people():
    assert identify("01234567", "passport").key != identify("01234567", "taiwan_pass").key
    assert keys_of("01234567") - perhaps_keys("01234567") == {"passport 01234567", "taiwan_pass 01234567"}


def test_a_passport_is_of_the_state_that_issued_it():
    one, other = (identify("C1234567", "passport", country=code) for code in ("VNM", "KHM"))
    assert (one.number, one.key == other.key) == (other.number, False)
    assert {one.key, other.key} < keys_of("c 1234567")
    with pytest.raises(InvalidIdentity) as refused:
        identify("C1234567", "passport", country="ATL")
    assert refused.value.code == "identity_country"


@pytest.mark.parametrize(
    ("country", "perhaps"), [("VNM", {"passport C1234567"}), ("", {"passport VNM C1234567"})]
)
def test_without_a_country_a_passport_may_be_any_of_its_number(country, perhaps):
    assert perhaps <= perhaps_keys("C1234567", country)
    assert identify("C1234567", "passport", country=country).key not in perhaps_keys("C1234567", country)
    assert perhaps_keys("身份证") == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("越南", "VNM"),
        ("俄罗斯籍", "RUS"),
        ("刚果（金）", "COD"),
        ("刚果(布)", "COG"),
        ("Côte d’Ivoire", "CIV"),
        ("ＵＳＡ", "USA"),
        ("无国籍人", "XXA"),
        ("", ""),
        ("籍", ""),
        ("台湾", ""),
        ("Atlantis", ""),
    ],
)
def test_a_country_is_told_by_name_or_code(text, code):
    assert country_code(text) == code
    assert keys_of(RESIDENT) == {RESIDENT}
    assert keys_of("周建国") == set()


def test_the_number_stays_out_of_what_is_logged():
    assert "E12345678" not in repr(identify("E12345678", "passport"))


@pytest.mark.parametrize(
    "text",
    [
        "身份证号：11010519491231002X",
        "身份证号码 11010519491231002X",
        "公民身份号码：11010519491231002x",
        "身份证11010519491231002X",
        "证件号：11010519491231002X",
        "ID:11010519491231002X",
        "ID No. : 11010519491231002X",
        "No：11010519491231002X",
        "11010519491231002X。",
        "11010519491231002X.",
        "'11010519491231002X；",
    ],
)
def test_the_name_of_the_document_in_front_and_a_stop_behind_are_not_part_of_the_number(text):
    assert identify(text).number == "11010519491231002X"


def test_letters_that_belong_to_a_number_stay():
    assert identify("护照号：E1234567", "passport").number == "E1234567"
    assert identify("NO1234567", "passport").number == "NO1234567"
    assert identify("ID1234567", "passport").number == "ID1234567"


@pytest.mark.parametrize(
    "text",
    [
        "11O1O519491231002X",
        "l1010519491231002X",
        "1I0105I9491231002X",
        "11〇1〇519491231002X",
        "11010519491231002×",
        "11010519491231002Χ",
        "11010519491231002Х",
        "11010519491231002*",
        "身份证号：11O105l9491231002×。",
        "11010519491231002X（本人）",
        "周建国11010519491231002X",
        "110105.19491231.002X",
    ],
)
def test_a_number_that_may_be_meant_is_likely(text):
    with pytest.raises(LabourLawError):
        identify(text)
    assert likely_id_number(text) == "11010519491231002X"


@pytest.mark.parametrize("text", ["", "abc", "110105194912310021", "11O105194912310021", "E12345678"])
def test_nothing_is_likely_where_the_check_digit_does_not_fit(text):
    assert likely_id_number(text) == ""
