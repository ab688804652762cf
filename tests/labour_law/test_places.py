from datetime import date

import pytest

from labour_law.places import above, divisions, full_name, is_place, named

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("义乌", ["浙江省金华市义乌市"]),
        ("浙江省金华市义乌市", ["浙江省金华市义乌市"]),
        ("浙江 义乌", ["浙江省金华市义乌市"]),
        ("330782", ["浙江省金华市义乌市"]),
        ("３３０７８２", ["浙江省金华市义乌市"]),
        ("320000", ["江苏省"]),
        ("江苏", ["江苏省"]),
        ("上海金山", ["上海市金山区"]),
        ("重庆万州区", ["重庆市万州区"]),
        ("延边", ["吉林省延边朝鲜族自治州"]),
        ("峨边", ["四川省乐山市峨边彝族自治县"]),
        ("广西南宁", ["广西壮族自治区南宁市"]),
        ("东莞", ["广东省东莞市"]),
        (
            "鼓楼区",
            ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区", "福建省福州市鼓楼区", "河南省开封市鼓楼区"],
        ),
        ("江苏鼓楼区", ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区"]),
        ("亚特兰蒂斯", []),
        ("", []),
        ("市辖区", []),
    ],
)
def test_a_place_is_found_as_people_write_it(text: str, places: list[str]) -> None:
    assert [full_name(place.code) for place in named(text, TODAY)] == places


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(1990, 5, 1), ["江苏省常州市金坛县"]),
        (date(2010, 5, 1), ["江苏省常州市金坛市"]),
        (date(2020, 5, 1), ["江苏省常州市金坛区"]),
    ],
)
def test_a_place_is_found_by_the_name_it_had_then(day: date, names: list[str]) -> None:
    assert [full_name(place.code, day) for place in named("金坛", day)] == names


@pytest.mark.parametrize(
    ("code", "around"),
    [
        ("320404", "320400"),
        ("320400", "3204"),
        ("320481", "3204"),  # of county rank: in all of the city, not in its districts
        ("3204", "32"),
        ("32", ""),
        ("500101", "5001"),
        ("441900", "4419"),
    ],
)
def test_what_a_place_lies_in(code: str, around: str) -> None:
    assert above(code) == around


def test_every_place_of_today_lies_in_a_province() -> None:
    for place in divisions():
        if place.holds_on(TODAY):
            code = place.code
            while above(code):
                code = above(code)
            assert is_place(code)
            assert full_name(code)


def test_codes_of_no_place() -> None:
    assert [code for code in ("shanghai", "", "99", "339999", "33078") if is_place(code)] == []
    assert full_name("shanghai") == ""
