"""How a page cites an article."""

import pytest
from django.utils import translation

from law_tables.wording import citation


@pytest.mark.parametrize(
    ("named", "zh", "en"),
    [
        ("劳动合同法 30", "《劳动合同法》第30条", "劳动合同法, art. 30"),
        ("劳动争议调解仲裁法 27(1)", "《劳动争议调解仲裁法》第27条第1款", "劳动争议调解仲裁法, art. 27(1)"),
        ("劳动法 44(2)", "《劳动法》第44条第2项", "劳动法, art. 44(2)"),
        (
            "劳动争议调解仲裁法 48、50",
            "《劳动争议调解仲裁法》第48条、第50条",
            "劳动争议调解仲裁法, art. 48, 50",
        ),
        ("工伤保险条例 30-32, 34", "《工伤保险条例》第30-32条、第34条", "工伤保险条例, art. 30-32, 34"),
        ("工伤保险条例 38, 62(2)", "《工伤保险条例》第38条、第62条第2款", "工伤保险条例, art. 38, 62(2)"),
        (
            "工资支付暂行规定 6; 保障农民工工资支付条例 15",
            "《工资支付暂行规定》第6条、《保障农民工工资支付条例》第15条",
            "工资支付暂行规定, art. 6; 保障农民工工资支付条例, art. 15",
        ),
        ("法释〔2020〕26号 1(5)", "法释〔2020〕26号第1条第5项", "法释〔2020〕26号, art. 1(5)"),
        ("人社部发〔2025〕2号", "人社部发〔2025〕2号", "人社部发〔2025〕2号"),
        ("", "", ""),
    ],
)
def test_an_article_is_cited_in_the_language_of_the_page(named, zh, en):
    with translation.override("zh-hans"):
        assert citation(named) == zh
    with translation.override("en"):
        assert citation(named) == en
