from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.errors import (
    InvalidAmount,
    InvalidCaseNumber,
    InvalidCreditCode,
    InvalidIdNumber,
    LabourLawError,
)
from labour_law.identifiers import (
    CaseNumber,
    format_case_number,
    mask_account,
    mask_case_number,
    mask_credit_code,
    mask_id,
    mask_name,
    parse_case_number,
    validate_credit_code,
    validate_id_number,
)

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def id_with_check_digit(first_17: str) -> str:
    return first_17 + "10X98765432"[sum(int(c) * w for c, w in zip(first_17, ID_WEIGHTS, strict=True)) % 11]


# GB 11643: the two examples of the standard


def test_id_standard_example_sum_167_mod_11_is_2_gives_x() -> None:
    resident = validate_id_number("11010519491231002X")
    assert (resident.number, resident.birth_date, resident.sex) == (
        "11010519491231002X",
        date(1949, 12, 31),
        "female",
    )


def test_id_standard_example_sum_195_mod_11_is_8_gives_4() -> None:
    resident = validate_id_number("440524188001010014")
    assert (resident.birth_date, resident.sex) == (date(1880, 1, 1), "male")


@pytest.mark.parametrize(
    "text", ["11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_id_takes_lower_case_spaces_and_full_width(text: str) -> None:
    assert validate_id_number(text).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("", "id_length", {"length": 0}),
        ("11010519491231002", "id_length", {"length": 17}),
        ("110105491231002", "id_length", {"length": 15}),
        ("1101051949123100XX", "id_format", {}),
        ("11010519491231002Y", "id_format", {}),
        ("01010519491231002X", "id_region", {"region": "01"}),
        ("990105194912310020", "id_region", {"region": "99"}),
        ("11010519490229002X", "id_date", {"date": "1949-02-29"}),
        ("11010519491331002X", "id_date", {"date": "1949-13-31"}),
        ("110105194912310021", "id_check_digit", {}),
        ("11010519491231020X", "id_check_digit", {}),
    ],
)
def test_id_refused(text: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(InvalidIdNumber) as caught:
        validate_id_number(text)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_id_born_after_the_day_of_reference() -> None:
    number = id_with_check_digit("31011620261124001")
    assert validate_id_number(number, on=date(2026, 11, 24)).birth_date == date(2026, 11, 24)
    with pytest.raises(InvalidIdNumber) as caught:
        validate_id_number(number, on=date(2026, 11, 23))
    assert caught.value.code == "id_future"


def test_id_number_stays_out_of_repr() -> None:
    assert repr(validate_id_number("11010519491231002X")) == (
        "ResidentId(birth_date=datetime.date(1949, 12, 31), sex='female')"
    )


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(1949, 12, 31), 0), (date(1965, 12, 30), 15), (date(1965, 12, 31), 16), (date(2026, 11, 23), 76)],
)
def test_age_counts_full_years(day: date, age: int) -> None:
    assert validate_id_number("11010519491231002X").age_on(day) == age


def test_age_of_one_born_on_feb_29_grows_on_mar_1() -> None:
    resident = validate_id_number(id_with_check_digit("31011620080229001"))
    assert [resident.age_on(d) for d in (date(2026, 2, 28), date(2026, 3, 1))] == [17, 18]


def test_age_before_birth_is_an_error() -> None:
    with pytest.raises(InvalidIdNumber):
        validate_id_number("11010519491231002X").age_on(date(1949, 12, 30))


@given(
    region=st.sampled_from(["310116", "320404", "110105", "830000"]),
    birth=st.dates(date(1900, 1, 1), date(2026, 11, 23)),
    order=st.integers(0, 999),
)
@settings(max_examples=150)
def test_every_well_formed_id_is_read_back(region: str, birth: date, order: int) -> None:
    resident = validate_id_number(id_with_check_digit(f"{region}{birth:%Y%m%d}{order:03}"))
    assert (resident.birth_date, resident.sex) == (birth, "male" if order % 2 else "female")


@given(place=st.integers(14, 16), digit=st.sampled_from("0123456789"))
def test_any_single_wrong_order_digit_is_caught(place: int, digit: str) -> None:
    number = "44052418800101001" + "4"
    changed = number[:place] + digit + number[place + 1 :]
    if changed != number:
        with pytest.raises(InvalidIdNumber):
            validate_id_number(changed)


# GB 32100


def test_credit_code_example_sum_1640_mod_31_is_28_gives_3() -> None:
    assert validate_credit_code("91350100M000100Y43") == "91350100M000100Y43"


@pytest.mark.parametrize(
    "text", ["91350100m000100y43", "9135 0100 M000 100Y43", "９１３５０１００Ｍ０００１００Ｙ４３"]
)
def test_credit_code_takes_lower_case_spaces_and_full_width(text: str) -> None:
    assert validate_credit_code(text) == "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91350100M000100Y4", "credit_code_length"),
        ("91350100M000100YI3", "credit_code_format"),
        ("9135010OM000100Y43", "credit_code_format"),
        ("91A50100M000100Y43", "credit_code_format"),
        ("91350100M000100Y44", "credit_code_check"),
    ],
)
def test_credit_code_refused(text: str, code: str) -> None:
    with pytest.raises(InvalidCreditCode) as caught:
        validate_credit_code(text)
    assert caught.value.code == code


@given(
    st.sampled_from(["91", "92", "52", "81", "N2", "A1", "Y1"]),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.text(CREDIT_ALPHABET, min_size=9, max_size=9),
)
@settings(max_examples=100)
def test_credit_code_with_its_computed_check_character_passes(head: str, region: str, body: str) -> None:
    first_17 = head + region + body
    total = sum(CREDIT_ALPHABET.index(c) * 3**i for i, c in enumerate(first_17))
    code = first_17 + CREDIT_ALPHABET[(31 - total % 31) % 31]
    assert validate_credit_code(code) == code


# case number


def test_case_number_of_the_domain_sheet() -> None:
    assert format_case_number("沪工援", 2026, "金山", 1) == "沪工援〔2026〕金山0001号"


@pytest.mark.parametrize(
    "text", ["沪工援（2026）金山0001号", "沪工援【2026】金山0001号", " 沪工援[２０２６] 金山 0001 号"]
)
def test_case_number_parse_takes_other_brackets(text: str) -> None:
    assert str(parse_case_number(text)) == "沪工援〔2026〕金山0001号"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "沪工援2026金山0001号",
        "沪工援〔2026〕金山号",
        "〔2026〕金山1号",
        f"沪工援〔2026〕金山{'1' * 5000}号",
    ],
    ids=lambda text: text[:20],
)
def test_case_number_refused(text: str) -> None:
    with pytest.raises(InvalidCaseNumber) as caught:
        parse_case_number(text)
    assert caught.value.code == "case_number_format"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("沪工援", 2026, "金山1", 1), "case_number_words"),
        (("", 2026, "金山", 1), "case_number_words"),
        (("沪工援", 26, "金山", 1), "case_number_range"),
        (("沪工援", 2026, "金山", 0), "case_number_range"),
    ],
)
def test_case_number_format_refused(parts: tuple[str, int, str, int], code: str) -> None:
    with pytest.raises(InvalidCaseNumber) as caught:
        format_case_number(*parts)
    assert caught.value.code == code


@given(
    prefix=st.sampled_from(["沪工援", "常工援"]),
    year=st.integers(1949, 2999),
    unit=st.sampled_from(["金山", "钟楼", "朱泾镇", "A"]),
    seq=st.integers(1, 10**6),
    width=st.integers(1, 6),
)
@settings(max_examples=150)
def test_case_number_parse_of_format_is_the_identity(
    prefix: str, year: int, unit: str, seq: int, width: int
) -> None:
    text = format_case_number(prefix, year, unit, seq, width)
    parsed = parse_case_number(text)
    assert parsed == CaseNumber(prefix, year, unit, seq, max(width, len(str(seq))))
    assert str(parsed) == text


# masks


@pytest.mark.parametrize(
    ("masked", "expected"),
    [
        (mask_id("310116198001011234"), "310116********1234"),
        (mask_id("E12345678"), "E******78"),
        (mask_id("A1"), "**"),
        (mask_account("6222 0210 0111 6245 702"), "****5702"),
        (mask_account("5702"), "****"),
        (mask_credit_code("91310116MA1J000000"), "91310116******0000"),
        (mask_credit_code("91310116"), "********"),
        (mask_case_number("沪工援〔2026〕朱泾12345号"), "沪工援〔2026〕朱泾*****号"),
        (mask_name("张三"), "张*"),
        (mask_name("欧阳娜娜"), "欧***"),
        (mask_name("张"), "*"),
        (mask_name(""), ""),
    ],
)
def test_mask(masked: str, expected: str) -> None:
    assert masked == expected


# errors


def test_error_codes_are_unique_over_all_classes() -> None:
    codes = [code for kind in LabourLawError.__subclasses__() for code in kind.messages]
    assert len(codes) == len(set(codes))


def test_error_is_a_value_error_with_template_and_params() -> None:
    error = InvalidAmount("amount_too_large", limit="5")
    assert isinstance(error, ValueError)
    assert (error.code, error.params, error.message, str(error)) == (
        "amount_too_large",
        {"limit": "5"},
        "The amount is above %(limit)s yuan.",
        "The amount is above 5 yuan.",
    )
