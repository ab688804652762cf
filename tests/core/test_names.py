"""Names as people write, copy and say them: one spelling on record, one form to compare by, every likely reading."""

import pytest

from core.names import SURNAMES, fold, pinyin_key, plain_name, sounds, spellings, surname_of, tidy_name

ZERO_WIDTH, LEFT_TO_RIGHT, POP, BYTE_ORDER = "\u200b", "\u202d", "\u202c", "\ufeff"


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (" 周 建国", "周建国"),
        (f"{ZERO_WIDTH}张三", "张三"),
        (f"{LEFT_TO_RIGHT}李四{POP}{BYTE_ORDER}", "李四"),
        ("⻢建⺠", "马建民"),
        ("上海⻓江⼈⼒", "上海长江人力"),
        ("⾦⼭⻋辆\uf9e4", "金山车辆理"),
        ("买买提.艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("买买提⋅艾力", "买买提·艾力"),
        ("阿依古丽 • 吐尔逊", "阿依古丽·吐尔逊"),
        *(
            (f"买买提{dot}艾力", "买买提·艾力")
            for dot in ("ꞏ", "ㆍ", "ᐧ", "⸱", "⸳", "◦", "∘", "⦁", "˙", " ꞏ ")
        ),
        ("葛\U000e0100建国", "葛建国"),
        ("辻\ufe00建国\ufe0f", "辻建国"),
        ("Ａ．Ｂ．贸易", "A.B.贸易"),
        ("上海(金山) 机械公司", "上海（金山）机械公司"),
        ("Li  Ming", "Li Ming"),
        ("𠮷野家", "𠮷野家"),
    ],
)
def test_a_name_has_one_spelling(written, stored):
    assert tidy_name(written) == stored
    assert tidy_name(stored) == stored


def test_folding_leaves_other_compatibility_characters_alone():
    assert fold("①２㎡自⾃") == "①２㎡自自"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("買買提", "买买提"),
        ("張大文", "张大文"),
        ("張 大文", f"张大{ZERO_WIDTH}文"),
        ("上海壬戌實業有限公司", "上海壬戌实业有限公司"),
        ("臺灣（某某）公司", "台湾某某公司"),
        ("ＡＢＣ公司", "abc公司"),
        ("买买提·艾力", "买买提.艾力"),
        *(("买买提·艾力", f"买买提{dot}艾力") for dot in ("ꞏ", "ㆍ", "ᐧ", "˙", "◦")),
        ("葛建国", "葛\U000e0101建国"),
    ],
)
def test_names_that_compare_as_the_same(one, other):
    assert plain_name(one) == plain_name(other)


def test_traditional_characters_stay_on_record():
    assert tidy_name("張大文") == "張大文"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("曾建国", "zengjianguo"),
        ("单雄信", "shanxiongxin"),
        ("單雄信", "shanxiongxin"),
        ("解小红", "xiexiaohong"),
        ("仇大海", "qiudahai"),
        ("查英", "zhaying"),
        ("区志强", "ouzhiqiang"),
        ("朴成男", "piaochengnan"),
        ("翟天明", "zhaitianming"),
        ("缪芳", "miaofang"),
        ("种师道", "chongshidao"),
        ("尉迟恭", "yuchigong"),
        ("万俟明", "moqiming"),
        ("单于飞", "chanyufei"),
        ("长孙无忌", "zhangsunwuji"),
        ("买买提·艾力", "maimaitiaili"),
        ("Li Ming", "liming"),
    ],
)
def test_a_person_is_sorted_by_the_surname_as_it_is_said(name, key):
    assert pinyin_key(name, person=True) == key


def test_an_employer_keeps_the_ordinary_reading_in_letters_only():
    assert pinyin_key("曾氏（金山）机械·公司") == "cengshijinshanjixiegongsi"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("曾建国", ["zengjianguo", "cengjianguo", "jianguo"]),
        ("盖玉兰", ["geyulan", "gaiyulan"]),
        ("覃小妹", ["qinxiaomei", "tanxiaomei"]),
        ("乐天", ["yuetian", "letian"]),
        ("王晟", ["wangcheng", "wangsheng", "sheng"]),
        ("欧阳修", ["ouyangxiu", "xiu"]),
        ("阿依古丽·吐尔逊", ["ayiguli" + "tuerxun", "tuerxun"]),
        ("Li Ming", ["liming", "ming"]),
    ],
)
def test_a_person_is_found_by_every_likely_reading(name, typed):
    assert [said for said in typed if said not in sounds(name, person=True)] == []


def test_an_employer_is_found_by_both_readings_of_a_place():
    said = sounds("长宁区某某公司", person=False)
    assert {text[:9] for text in said} >= {"changning", "zhangning"}


def test_readings_of_a_long_name_are_few():
    assert len(sounds("重庆长乐行会单曲参差便宜有限公司" * 3, person=False)) < 12


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("周建国", {"周建国", "建国"}),
        ("欧阳修", {"欧阳修", "修"}),
        ("买买提·艾力", {"买买提艾力", "艾力"}),
        ("吾提库尔·买买提·江", {"吾提库尔买买提江", "买买提", "江"}),
        ("周", {"周"}),
        ("", set()),
    ],
)
def test_parts_by_which_a_person_is_found(name, parts):
    assert spellings(name, person=True) == parts


def test_a_name_that_is_only_a_surname_of_two_characters_is_read_by_its_first():
    assert surname_of("东方") == "东"
    assert surname_of("东方红") == "东方"


def test_every_surname_of_the_table_is_read_as_one():
    wrong = {
        name: pinyin_key(f"{name}某某", person=True)
        for name, said in SURNAMES.items()
        if pinyin_key(f"{name}某某", person=True) != said[0] + "moumou"
    }
    assert wrong == {}


@pytest.mark.parametrize("typed", ["lvming", "luming", "lyuming", "lüming"])
def test_a_name_with_y_is_found_however_it_is_typed(typed):
    assert typed in sounds("吕明", person=True)
    assert typed.replace("l", "n").replace("ming", "") in sounds("女", person=False)


def test_other_names_are_read_one_way():
    assert sounds("卢", person=False) == {"lu"}
