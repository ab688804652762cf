from datetime import date

from django.db import migrations

from core import clock

REASON = "已查得公开来源，按来源更正"
SHIPPED_REGION = "行政区划与最低工资地区分类"
OF_2018 = "常州市2018年8月调整最低工资标准的公开资料一处"

PLACES = [
    (
        {"code": "changzhou", "valid_from": date(1995, 1, 1)},
        {"confidence": "two_sources", "source": "常州市历次最低工资标准的公开资料，与2026年公积金下限一致"},
    ),
    ({"code": "jintan", "valid_from": date(1995, 1, 1)}, {"confidence": "unconfirmed", "source": OF_2018}),
    ({"code": "liyang", "valid_from": date(1995, 1, 1)}, {"confidence": "unconfirmed", "source": OF_2018}),
    ({"code": "jintan", "valid_from": date(2018, 8, 1)}, {"valid_from": date(2021, 8, 1)}),
]
"""Shipped rows of the list of regions, and what they say now. Jintan was of class 2 in 2018 still."""

SHARES = [
    ("standstill_cycle", "shenzhen", "深圳市员工工资支付条例 28", {}),
    ("standstill_after", "shenzhen", "深圳市员工工资支付条例 28", {}),
    ("standstill_after", "jiangsu", "江苏省工资支付条例 31", {"note": "比例已核，起始日凭记忆"}),
    ("standstill_after", "beijing", "北京市工资支付规定 27", {}),
    (
        "standstill_after",
        "zhejiang",
        "浙江省企业工资支付管理办法",
        {
            "source": "浙江省企业工资支付管理办法；浙江省人社厅2020年1月26日通知",
            "note": "两处转载的是2020年通知，办法条号未查得",
        },
    ),
    (
        "standstill_after",
        "shandong",
        "山东省企业工资支付规定 31",
        {"note": "劳动者没有到其他单位工作的；条号和起始日凭记忆"},
    ),
    ("standstill_after", "shanghai", "上海市企业工资支付办法（2016年） 12", {}),
]
"""Shipped rates from memory that two sources have borne out."""


def say_what_was_found(apps, schema_editor):
    """Rows as they were shipped say the source that was found since, with history; what somebody changed is left alone."""
    regions = apps.get_model("law_tables", "CodeRow").objects.filter(table="region", source=SHIPPED_REGION)
    for found_by, says in PLACES:
        _change(apps, "HistoricalCodeRow", regions.filter(confidence="memory", **found_by), says)
    rates = apps.get_model("law_tables", "RateRow").objects.filter(confidence="memory")
    for series, region, source, says in SHARES:
        rows = rates.filter(series=series, region=region, source=source)
        _change(apps, "HistoricalRateRow", rows, {"confidence": "two_sources", **says})


def _change(apps, history, rows, says):
    for row in rows:
        for name, value in says.items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        apps.get_model("law_tables", history).objects.create(
            **values, history_date=clock.now(), history_type="~", history_change_reason=REASON
        )


class Migration(migrations.Migration):
    dependencies = [("law_tables", "0003_pay_without_work")]

    operations = [migrations.RunPython(say_what_was_found, migrations.RunPython.noop)]
