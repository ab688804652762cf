"""An entry of the company register, in the forms in which people copy it."""

import pytest

from labour_law.company_entries import read_entry

NAME, CODE = "上海临源服装有限公司", "91310116MA1K7QX2XM"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"企业名称：{NAME}\n统一社会信用代码：{CODE}\n法定代表人：孙立群\n注册资本：200万元\n住所：临源街8号\n电话：021-57315678",
            {
                "name": NAME,
                "credit_code": CODE,
                "legal_representative": "孙立群",
                "address": "临源街8号",
                "phone": "021-57315678",
            },
        ),
        (
            f"企业名称：{NAME}统一社会信用代码：{CODE}法定代表人：孙立群登记机关：金山区市场监督管理局",
            {"name": NAME, "credit_code": CODE, "legal_representative": "孙立群"},
        ),
        (
            f"统一社会信用代码/注册号\t{CODE}\n企业名称\t{NAME}\n类型\t有限责任公司\n负责人\t孙立群\n职务\t执行董事",
            {
                "name": NAME,
                "credit_code": CODE,
                "legal_representative": "孙立群",
                "legal_representative_title": "执行董事",
            },
        ),
        (
            "名称： 朱泾镇老王饭店 经营者： 王建国 经营场所： 东林街3号 曾用名： 暂无",
            {"name": "朱泾镇老王饭店", "legal_representative": "王建国", "address": "东林街3号"},
        ),
        (f"名称\n{NAME}\n法定代表人\n孙立群\n电话\n-", {"name": NAME, "legal_representative": "孙立群"}),
        (
            f"名称：{NAME}；电话：021-57315678（更多 3）；地址：{'长' * 300}",
            {"name": NAME, "phone": "021-57315678"},
        ),
        (f"税号：{CODE} 名称：{NAME}", {"credit_code": CODE, "name": NAME}),
    ],
)
def test_labels_and_values_are_read_however_they_stand(text, said):
    assert read_entry(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "",
        NAME,
        f"名称：{NAME}",
        "上海电话设备有限公司",
        "法定代表人：孙立群 电话：021-57315678",
        "老板姓王，电话13800000001",
        f"{NAME}（法定代表人孙立群）",
    ],
)
def test_a_name_is_no_entry(text):
    assert read_entry(text) == {}
