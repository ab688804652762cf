from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest

from labour_law.codes import (
    NUMBERS,
    Code,
    CodeTable,
    _classed,
    check_validity,
    classed_places,
    codes,
    is_class,
)
from labour_law.errors import InvalidTable
from labour_law.places import is_place


@pytest.mark.parametrize("table", get_args(CodeTable))
def test_codes_are_unique_named_in_both_languages_and_sourced(table: CodeTable) -> None:
    rows = codes(table)
    assert len({(row.code, row.valid_from) for row in rows}) == len(rows) > 0
    assert len({row.code for row in rows}) == len({row.zh for row in rows}) == len({row.en for row in rows})
    assert [row for row in rows if not (row.zh and row.en and row.source)] == []
    sure = {"verified", "memory"} | ({"two_sources", "unconfirmed"} if table == "region" else set())
    assert {row.confidence for row in rows} <= sure
    assert {row.parent for row in rows} - {""} <= {row.code for row in rows}


@pytest.mark.parametrize("table", get_args(CodeTable))
def test_entries_of_a_code_neither_overlap_nor_leave_a_gap(table: CodeTable) -> None:
    """An entry holds until the next of its code begins; only the last may end by itself."""
    rows = codes(table)
    check_validity(table, rows)
    for code in {row.code for row in rows}:
        entries = sorted((row for row in rows if row.code == code), key=lambda row: row.valid_from)
        for row, following in pairwise(entries):
            assert row.valid_to is None or row.valid_to + timedelta(1) == following.valid_from


def entry(valid_from: date, valid_to: date | None = None) -> Code:
    return Code("mini_app", "小程序", "Mini app", valid_from, "表", "memory", valid_to=valid_to)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([entry(date(2026, 1, 1), date(2026, 12, 31)), entry(date(2026, 6, 1))], "table_overlap"),
        ([entry(date(2026, 1, 1), date(2026, 6, 1)), entry(date(2026, 6, 1))], "table_overlap"),
        ([entry(date(2026, 1, 1)), entry(date(2026, 1, 1))], "table_overlap"),
        ([entry(date(2026, 1, 2), date(2026, 1, 1))], "table_order"),
    ],
)
def test_entries_that_contradict_each_other(rows: list[Code], code: str) -> None:
    with pytest.raises(InvalidTable) as caught:
        check_validity("channel", rows)
    assert caught.value.code == code


def test_causes_of_action_of_2026() -> None:
    assert [row.code for row in codes("cause") if not row.parent] == [
        *(str(number) for number in range(205, 217)),
        "144",
    ]
    assert codes("cause")[5] == Code(
        "205.5",
        "追索劳动报酬纠纷",
        "Unpaid wages",
        date(2026, 1, 1),
        "民事案件案由规定 法〔2025〕227号",
        "verified",
        "205",
    )


def test_relation_types_outside_the_2021_opinion_have_their_own_source() -> None:
    assert [row.confidence for row in codes("relation_type")] == ["verified"] * 3 + ["memory"] * 4


def test_seed_worker_types_come_first() -> None:
    assert [row.zh for row in codes("worker_type")][:8] == [
        "快递员",
        "外卖配送员",
        "网约车司机",
        "货车司机",
        "家政服务员",
        "护工护理员",
        "商场信息员",
        "物业管理员",
    ]


# --- which place has which class ---


def classes() -> dict[str, tuple[str, str]]:
    return {row.code: (row.parent, row.confidence) for row in classed_places()}


@pytest.mark.parametrize(
    ("number", "parent", "confidence"),
    [
        ("4419", "guangdong_2", "two_sources"),  # all of a city without districts
        ("340100", "anhui_1", "two_sources"),  # 合肥市区: its districts
        ("421002", "hubei_2", "two_sources"),  # 沙市区 is a district, not the districts of 沙市
        ("370103", "shandong_1", "unconfirmed"),  # 市中区 of Jinan, not that of Jining or Zaozhuang
        ("130107", "hebei_3", "unconfirmed"),  # a district apart from those of its city
        ("130100", "hebei_1", "unconfirmed"),
        ("500229", "chongqing_2", "two_sources"),
        ("3205", "jiangsu_1", "memory"),
    ],
)
def test_a_place_stands_below_its_class_by_its_number(number: str, parent: str, confidence: str) -> None:
    assert classes()[number] == (parent, confidence)


def test_each_listed_place_is_one_and_has_one_class_of_its_own_province() -> None:
    rows = classed_places()
    regions = {row.code: row.parent for row in codes("region")}
    assert len(rows) == len({row.code for row in rows}) > 500
    assert [row for row in rows if not is_class(row.parent) or not is_place(row.code)] == []
    for row in rows:
        assert NUMBERS[row.code[:2]] == regions[row.parent], row


def test_chongqing_is_listed_whole() -> None:
    """29 areas have the first class, three of them no divisions of their own, and 12 counties the second."""
    found = [row.parent for row in classed_places() if row.code.startswith("50")]
    assert (found.count("chongqing_1"), found.count("chongqing_2")) == (26, 12)


@pytest.mark.parametrize("name", ["没有这个区", "市中区", "长安区"])
def test_a_name_of_no_place_or_of_several_is_an_error(name: str) -> None:
    """长安区 lies in Shijiazhuang and in Xi'an; in Hebei there is one."""
    table = {
        "province": "shandong",
        "valid_from": date(2026, 1, 1),
        "source": "表",
        "confidence": "memory",
        "1": name,
    }
    with pytest.raises(InvalidTable) as caught:
        list(_classed(table))
    assert caught.value.code == "table_place"
    assert [row.code for row in _classed(table | {"province": "hebei", "1": "长安区"})] == ["130102"]
