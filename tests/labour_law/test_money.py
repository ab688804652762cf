import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.errors import InvalidAmount
from labour_law.money import chinese_capitals, round_fen, wan

NUMERALS = {c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
SCALES = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("1.004", "1.00"),
        ("1.005", "1.01"),
        ("2.675", "2.68"),
        ("-1.005", "-1.01"),
        ("2390.8045977", "2390.80"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("-0.004", "0.00"),
        ("1E-99999", "0.00"),
    ],
)
def test_round_fen_half_up(amount: str, rounded: str) -> None:
    assert str(round_fen(Decimal(amount))) == rounded


@pytest.mark.parametrize("amount", ["1E+31", "-1E+40", "1E+999999"])
def test_a_sum_no_fen_can_be_told_of_is_refused(amount: str) -> None:
    for function in (round_fen, wan):
        with pytest.raises(InvalidAmount) as caught:
            function(Decimal(amount))
        assert caught.value.code == "amount_too_large"


def test_round_fen_6500_by_21_75_times_8_days_is_2390_80() -> None:
    assert round_fen(Decimal(6500) / Decimal("21.75") * 8) == Decimal("2390.80")


@pytest.mark.parametrize("amount", [1.0, "1", True, None])
def test_money_is_decimal_or_int_only(amount: object) -> None:
    for function in (round_fen, chinese_capitals, wan):
        with pytest.raises(TypeError):
            function(amount)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("240000", "贰拾肆万元整"),
        ("1094900", "壹佰零玖万肆仟玖佰元整"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("21890.80", "贰万壹仟捌佰玖拾元捌角"),
        ("20000300", "贰仟万零叁佰元整"),
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角"),
        ("0.15", "壹角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.05", "壹拾元零伍分"),
        ("10.50", "壹拾元伍角"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("100000", "壹拾万元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("1000001", "壹佰万零壹元整"),
        ("10010001", "壹仟零壹万零壹元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("105000000", "壹亿零伍佰万元整"),
        ("150000000", "壹亿伍仟万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("9999999999999.99", "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_chinese_capitals(amount: str, text: str) -> None:
    assert chinese_capitals(Decimal(amount)) == "人民币" + text


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("-0.01", "amount_negative"),
        ("10000000000000", "amount_too_large"),
        ("0.001", "amount_fraction"),
        ("NaN", "amount_not_finite"),
        ("Infinity", "amount_not_finite"),
    ],
)
def test_chinese_capitals_refuses(amount: str, code: str) -> None:
    with pytest.raises(InvalidAmount) as caught:
        chinese_capitals(Decimal(amount))
    assert caught.value.code == code


def read_capitals(text: str) -> Decimal:
    total = section = digit = 0
    cents = 0
    for char in text.removeprefix("人民币").removesuffix("整"):
        if char in NUMERALS:
            digit = NUMERALS[char]
        elif char in SCALES:
            section, digit = section + digit * SCALES[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif char == "元":
            total, section, digit = total + section + digit, 0, 0
        elif char == "角":
            cents, digit = cents + digit * 10, 0
        else:
            cents, digit = cents + digit, 0
    return Decimal(total * 100 + cents) / 100


@given(st.integers(0, 10**15 - 1))
@settings(max_examples=200)
def test_capitals_read_back_to_the_same_sum_so_each_is_unique(fen: int) -> None:
    amount = Decimal(fen) / 100
    text = chinese_capitals(amount)
    assert read_capitals(text) == amount
    assert "零零" not in text


@pytest.mark.long
def test_capitals_of_a_million_random_sums_are_all_different() -> None:
    """Of all sizes alike: as many below ten yuan as near the limit."""
    draw = random.Random(2026)
    sums = {draw.randrange(10 ** (3 + i % 13)) for i in range(1_000_000)}
    while len(sums) < 1_000_000:
        sums.add(draw.randrange(10**15))
    assert len({chinese_capitals(Decimal(fen) / 100) for fen in sums}) == 1_000_000


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1094900", "109.49"),
        ("50", "0.01"),
        ("49.99", "0.00"),
        ("-1094900", "-109.49"),
        ("14110000", "1,411.00"),
        ("304000000", "30,400.00"),
    ],
)
def test_wan(amount: str, text: str) -> None:
    assert wan(Decimal(amount)) == text
