"""Telephone numbers as people write them."""

import pytest

from labour_law.errors import InvalidPhone
from labour_law.phones import mask_phone, phone_beginning, read_phones, validate_phone


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13800138000", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("0086-198-0013-8000", "19800138000"),
        ("8613800138000", "13800138000"),
        ("013800138000", "13800138000"),
        ("138.0013.8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("\u202d13800138000\u202c", "13800138000"),
        ("电话：13800138000", "13800138000"),
        ("021-57312345", "021-57312345"),
        ("02157312345", "021-57312345"),
        ("（0519）8888 1234", "0519-88881234"),
        ("0594-6712345", "0594-6712345"),
        ("+86 21 5731 2345", "021-57312345"),
        ("+86(0)21-57312345", "021-57312345"),
        ("862157312345", "021-57312345"),
        ("010-12345678", "010-12345678"),
        ("021-57312345-801", "021-57312345-801"),
        ("021-57312345转801", "021-57312345-801"),
        ("02157312345 分机 801", "021-57312345-801"),
        ("(0519) 88881234 ext. 123456", "0519-88881234-123456"),
        ("400-820-8820", "400-820-8820"),
        ("4008208820转2", "400-820-8820-2"),
        ("800 820 8820", "800-820-8820"),
        ("12351", "12351"),
        ("95588", "95588"),
        ("962121", "962121"),
        ("+852 9123 4567", "+85291234567"),
        ("0081 3 1234 5678", "+81312345678"),
    ],
)
def test_a_number_has_one_spelling(text: str, phone: str) -> None:
    assert validate_phone(text) == phone
    assert validate_phone(phone) == phone
    assert len(phone) <= 20


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1380013800", "phone_mobile"),
        ("12800138000", "phone_mobile"),
        ("110", "phone_mobile"),
        ("021-573", "phone_landline"),
        ("010-02345678", "phone_landline"),
        ("021-573123456", "phone_landline"),
        ("57312345", "phone_area"),
        ("1.38E+10", "phone_cut"),
        ("138O0138000", "phone_format"),
        ("13800138000-1", "phone_mobile"),
        ("abc", "phone_format"),
        ("", "phone_format"),
    ],
)
def test_what_is_wrong_is_said(text: str, code: str) -> None:
    with pytest.raises(InvalidPhone) as caught:
        validate_phone(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "numbers", "is_certain"),
    [
        ("13800138000/13900139000", ("13800138000", "13900139000"), True),
        ("13800138000 13900139000", ("13800138000", "13900139000"), True),
        ("13800138000、021-57312345转801", ("13800138000", "021-57312345-801"), True),
        ("13800138000；13800138000", ("13800138000",), True),
        ("138 0013 8000 139 0013 9000", ("13800138000", "13900139000"), False),
        ("13800138000（妻子）", ("13800138000",), False),
        ("021-57312345/57312346", ("021-57312345",), False),
        ("无", (), False),
        ("1380013800", (), False),
    ],
)
def test_numbers_in_a_text(text: str, numbers: tuple[str, ...], is_certain: bool) -> None:
    reading = read_phones(text)
    assert (reading.values, reading.is_certain) == (numbers, is_certain)


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("+86 139", "139"),
        ("139-1234-5678", "13912345678"),
        ("１３９", "139"),
        ("0215731", "021-5731"),
        ("（021）5731 2345", "021-57312345"),
        ("4008208", "400-820-8"),
        ("12351", "12351"),
        ("王", ""),
        ("12", ""),
    ],
)
def test_a_number_is_looked_for_by_its_beginning_as_it_is_on_record(typed: str, looked_for: str) -> None:
    assert phone_beginning(typed) == looked_for


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800001234", "138****1234"),
        ("0519-88881234", "0519-****1234"),
        ("021-57312345-801", "021-****2345-***"),
        ("400-820-8820", "400-***-****"),
        ("+85291234567", "+85*****4567"),
        ("110", "***"),
    ],
)
def test_mask(number: str, masked: str) -> None:
    assert mask_phone(number) == masked
