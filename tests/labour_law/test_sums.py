"""Sums as people write them: what is certain, what is only likely, and what is nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.money import chinese_capitals
from labour_law.readings import Reading
from labour_law.sums import foreign_currency, is_rough, is_span, read_sum


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
        ("12000.-", "12000"),
        ("¥3,500.—", "3500"),
        ("800,-元", "800"),
        ("12'000", "12000"),
        ("1’234’567.50", "1234567.50"),
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
        ("5000+300", ["5300"]),
        ("3200.5 + 200 + 99.5元", ["3500"]),
        ("5000×3", ["15000"]),
        ("5000元/月*3个月", ["15000"]),
        ("1.2万x2+300", ["24300"]),
        ("5000×3=15000", ["15000"]),
        ("5000×3=16000元", ["15000", "16000"]),
        ("1,2000", ["12000"]),
        ("12,34567", ["1234567"]),
        ("12,50", ["12.50", "1250"]),
        ("12,000,00", ["12000", "1200000"]),
        ("12。5", ["12.5"]),
        ("五千来块", ["5000"]),
        ("1万余元", ["10000"]),
        ("3000多块", ["3000"]),
        ("无", ["0"]),
        ("没有", ["0"]),
        ("5000元一个月", ["5000"]),
    ],
)
def test_likely(text: str, amounts: list[str]) -> None:
    reading = read_sum(text)
    assert (list(reading.values), reading.is_certain) == ([Decimal(amount) for amount in amounts], False)


@pytest.mark.parametrize(
    "text", ["", "-", "很多", "5+", "x3", "12'00", "1.2.3", "万", "元", "NaN", "一二三", "2万3万"]
)
def test_nothing(text: str) -> None:
    assert read_sum(text).values == ()


@pytest.mark.parametrize("text", ["3个月", "三个月", "10天", "2年半", "约8小时", "半个月", "一年"])
def test_a_time_that_passes_is_no_sum(text: str) -> None:
    assert (is_span(text), read_sum(text)) == (True, Reading())


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$1000", "$"),
        ("US$1,000.00", "USD"),
        ("1000美元", "美元"),
        ("5万港币", "港币"),
        ("约300日元", "日元"),
        ("€20", "EUR"),
        ("20 usd", "USD"),
    ],
)
def test_another_currency_is_named_and_nothing_is_read(text: str, currency: str) -> None:
    assert (foreign_currency(text), read_sum(text)) == (currency, Reading())


@pytest.mark.parametrize("text", ["¥1000", "￥1000", "1000元", "RMB1000", "5000元/日", "3元"])
def test_the_yuan_is_no_other_currency(text: str) -> None:
    assert (foreign_currency(text), is_span(text)) == ("", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("几千块", True), ("五千多", True), ("数万元", True), ("很多", False), ("5000", False)],
)
def test_what_says_only_about_how_much(text: str, expected: bool) -> None:
    assert is_rough(text) is expected


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
