from datetime import date
from typing import get_args

import pytest

from labour_law.codes import Code, CodeTable, codes


@pytest.mark.parametrize("table", get_args(CodeTable))
def test_codes_are_unique_named_in_both_languages_and_sourced(table: CodeTable) -> None:
    rows = codes(table)
    assert len({(row.code, row.valid_from) for row in rows}) == len(rows) > 0
    assert len({row.code for row in rows}) == len({row.zh for row in rows}) == len({row.en for row in rows})
    assert [row for row in rows if not (row.zh and row.en and row.source)] == []
    assert {row.confidence for row in rows} <= {"verified", "memory"}
    assert {row.parent for row in rows} - {""} <= {row.code for row in rows}


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
    assert [row.confidence for row in codes("relation_type")] == ["verified"] * 3 + ["memory"] * 3


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
