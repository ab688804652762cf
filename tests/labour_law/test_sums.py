"""Sums as people write them: what is certain, what is only likely, and what is nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.money import chinese_capitals
from labour_law.readings import Reading
from labour_law.sums import read_sum


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12000元整", "12000"),
        ("RMB 12,000.00", "12000"),
        ("人民币：12000元", "12000"),
        ("5000块钱", "5000"),
        ("壹万元整", "10000"),
        ("壹萬圓正", "10000"),
        ("人民币壹万贰仟元整", "12000"),
        ("壹万陆仟肆佰零玖元零贰分", "16409.02"),
        ("¥ -   ", "0"),
        ("￥-", "0"),
        ("(500.00)", "-500"),
        ("5000.3333333", "5000.3333333"),
        ("12\u200b000", "12000"),
    ],
)
def test_certain(text: str, amount: str) -> None:
    reading = read_sum(text)
    assert (reading.values, reading.is_certain) == ((Decimal(amount),), True)


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("1.2万", ["12000"]),
        ("1.3万元", ["13000"]),
        ("3万5", ["35000"]),
        ("1万2千500", ["12500"]),
        ("5k", ["5000"]),
        ("五千", ["5000"]),
        ("一万二", ["12000"]),
        ("一万二千零五", ["12005"]),
        ("两万五", ["25000"]),
        ("五块五毛", ["5.5"]),
        ("约5000元", ["5000"]),
        ("6500左右", ["6500"]),
        ("每月5000", ["5000"]),
        ("5000元/月", ["5000"]),
        ("5000-6000", ["5000", "6000"]),
        ("1.2E+04", ["12000"]),
    ],
)
def test_likely(text: str, amounts: list[str]) -> None:
    reading = read_sum(text)
    assert (list(reading.values), reading.is_certain) == ([Decimal(amount) for amount in amounts], False)


@pytest.mark.parametrize(
    "text", ["", "-", "很多", "1,23", "1,2000", "1.2.3", "万", "元", "NaN", "一二三", "2万3万"]
)
def test_nothing(text: str) -> None:
    assert read_sum(text).values == ()


@given(st.decimals(min_value="0.01", max_value="9999999999999.99", places=2))
def test_what_a_bill_says_is_read_back(amount: Decimal) -> None:
    reading = read_sum(chinese_capitals(amount))
    assert (reading.values, reading.is_certain) == ((amount,), True)


@pytest.mark.parametrize(
    "text",
    ["12000元（税前）", "税前12000", "12000(含加班费)", "12000元/月（税后）", "12000元税后", "实发：12000元"],
)
def test_what_stands_beside_a_sum_makes_it_a_likely_one(text: str) -> None:
    assert read_sum(text) == Reading((Decimal(12000),))
