"""One rich example of every paper: a window case of eight workers and a single courier."""

from decimal import Decimal
from typing import Any

OFFICE = {
    "name": "朱泾镇总工会职工法律援助窗口",
    "address": "上海市金山区朱泾镇人民路121号",
    "phone": "021-57310000",
}

EMPLOYER = {
    "name": "上海朱泾金属制品有限公司",
    "credit_code": "91350100M000100Y43",
    "address": "上海市金山区朱泾镇临源街750号3幢",
    "legal_representative": "沈国梁",
    "legal_representative_title": "执行董事兼总经理",
    "phone": "021-57311234",
}

NAMES = ("陆建华", "王秀英", "陈国强", "李桂兰", "欧阳志明", "周玉珍", "吴海峰", "徐丽")


def worker(name: str = "陆建华", place: int = 0) -> dict[str, Any]:
    return {
        "name": name,
        "sex": "女" if place % 2 else "男",
        "birth_date": f"19{70 + place}-03-0{place % 9 + 1}",
        "id_number": f"31022819{70 + place}030{place % 9 + 1}00{place}X",
        "phone": f"1390000{place:04d}",
        "address": f"上海市金山区朱泾镇东林街{place + 10}弄{place + 1}号{place + 1}01室",
        "household": "安徽省六安市金安区三十铺镇桃花坞村",
        "worker_type": "制造业",
        "relation_type": "劳动关系",
        "is_union_member": place != 3,
    }


GROUP = [worker(name, place) for place, name in enumerate(NAMES)]


def common(workers: list[dict], number: str) -> dict[str, Any]:
    return {
        "office": OFFICE,
        "number": number,
        "date": "2026-01-05",
        "case_number": "沪工援〔2026〕金山0001号",
        "by_hand": "",
        "workers": workers,
        "employer": EMPLOYER,
    }


FACTS = (
    "申请人等八人均系被申请人冲压车间职工，入职时间自2011年3月至2019年6月不等。2025年11月28日，被申请人因厂区搬迁至浙江省平湖市，"
    "口头通知申请人等自2026年1月1日起到新厂区上班，不提供班车，也不安排住宿。双方就变更劳动合同协商未果。\n"
    "2018年至2025年每年6月至9月，车间温度超过33℃，被申请人从未发放夏季高温津贴。申请人等多次要求支付高温津贴和解除劳动合同的经济补偿，"
    "被申请人以企业经营困难为由拒绝。"
)

MATTER = "经济补偿金、高温津贴争议"


def person_terms(name: str, place: int) -> dict[str, Any]:
    heat, severance = 4800, 25200 + 100 * place
    return {
        "worker": name,
        "claims": [
            {"kind": "高温津贴", "period": "2022年6月至2025年9月", "amount": f"{heat}.00"},
            {"kind": "经济补偿", "period": "2011年3月至2025年12月", "amount": f"{severance}.00"},
        ],
        "total": f"{heat + severance}.00",
    }


def severance_working(name: str = "陆建华") -> dict[str, Any]:
    """18.5 months of 9,200.00 yuan: 170,200.00."""
    return {
        "worker": name,
        "kind": "经济补偿（N）",
        "inputs": [
            {"name": "入职日期", "value": "2008年3月15日"},
            {"name": "最后工作日", "value": "2026年6月30日"},
            {"name": "离职方式", "value": "客观情况发生重大变化（第40条第3项）"},
            {"name": "月平均工资", "value": "9,200.00元"},
            {"name": "工作地", "value": "上海市"},
        ],
        "lines": [
            {
                "item": "经济补偿",
                "period": "2008年3月15日至2026年6月30日",
                "formula": "18.5个月 × 9,200.00",
                "amount": "170200.00",
                "basis": "《劳动合同法》第47条",
                "confidence": "verified",
            }
        ],
        "notes": [],
        "total": "170200.00",
        "claimed": None,
        "reason": None,
    }


def heat_working(name: str = "陆建华") -> dict[str, Any]:
    """800 + 1,200 + 1,200 yuan, of which 3,000.00 are claimed."""
    rates = ((2018, "200.00", "800.00"), (2019, "300.00", "1200.00"), (2020, "300.00", "1200.00"))
    return {
        "worker": name,
        "kind": "高温津贴",
        "inputs": [
            {"name": "工作地", "value": "上海市"},
            {"name": "欠发期间", "value": "2018年1月1日至2020年12月31日"},
        ],
        "lines": [
            {
                "item": f"{year}年高温津贴",
                "period": f"{year}年6月1日至{year}年9月30日",
                "formula": f"4个月 × {rate}",
                "amount": amount,
                "basis": "《防暑降温措施管理办法》第17条，沪人社规〔2019〕19号",
                "confidence": "memory" if year == 2018 else "verified",
            }
            for year, rate, amount in rates
        ],
        "notes": [],
        "total": "3200.00",
        "claimed": "3000.00",
        "reason": "2018年6月已发200元",
    }


def application(workers: list[dict]) -> dict[str, Any]:
    names = [person["name"] for person in workers]
    people, prefix = len(names), "" if len(names) == 1 else "共计"
    to = "申请人" if people == 1 else f"{people}名申请人"
    return common(workers, "沪工援〔2026〕金山0001号") | {
        "workers": [
            person | {"age": 55 - place, "occupation": "冲压工"} for place, person in enumerate(workers)
        ],
        "representatives": [],
        "agents": [
            {
                "name": "方正平",
                "relation": "上海金山卫律师事务所律师",
                "id_number": None,
                "phone": "13800000001",
            }
        ],
        "respondents": [EMPLOYER],
        "requests": [
            {
                "request": f"支付{to}2018年1月1日至2020年12月31日期间的高温津贴{prefix}",
                "amount": f"{3000 * people}.00",
            },
            {
                "request": f"支付{to}解除或者终止劳动合同的经济补偿（工作年限：2008年3月15日至2026年6月30日）{prefix}",
                "amount": f"{170200 * people}.00",
            },
        ],
        "claims": [
            {
                "worker": name,
                "claims": [
                    {"kind": "高温津贴", "period": "2018年1月1日至2020年12月31日", "amount": "3000.00"},
                    {
                        "kind": "经济补偿（N）",
                        "period": "2008年3月15日至2026年6月30日",
                        "amount": "170200.00",
                    },
                ],
                "total": "173200.00",
            }
            for name in names
        ],
        "total": f"{173200 * people}.00",
        "facts": FACTS,
        "basis": "《劳动合同法》第40条第3项、第47条",
        "evidence": [
            {"name": name, "source": None, "purpose": None} for name in ("劳动合同复印件", "2025年工资条")
        ],
        "commission": "金山区劳动人事争议仲裁委员会",
        "copies": 1,
        "workings": [working(name) for name in names for working in (heat_working, severance_working)],
    }


def agreement(workers: list[dict]) -> dict[str, Any]:
    names = [person["name"] for person in workers]
    terms = [person_terms(name, place) for place, name in enumerate(names)]
    return common(workers, "朱工调〔2026〕1号") | {
        "mediated_on": ["2025-12-29", "2026-01-05"],
        "place": "朱泾镇总工会职工法律援助窗口调解室",
        "mediators": ["顾明", "金晓岚"],
        "worker_agent": {
            "name": "方正平",
            "relation": "上海金山卫律师事务所律师",
            "id_number": None,
            "phone": "13800000001",
        },
        "employer_agent": {
            "name": "沈佩芳",
            "relation": "人事经理",
            "id_number": None,
            "phone": "13800000002",
        },
        "matter": MATTER,
        "facts": FACTS,
        "requests": "支付2018年至2025年夏季高温津贴；支付解除劳动合同的经济补偿。",
        "terms": terms,
        "total": str(sum(Decimal(person["total"]) for person in terms)),
        "payments": [
            {"worker": None, "due_date": "2026-01-20", "amount": "120000.00", "method": "银行转账"},
            {"worker": None, "due_date": "2026-02-10", "amount": "122800.00", "method": "银行转账"},
        ],
        "accounts": [
            {
                "worker": name,
                "account_name": name,
                "bank": "中国农业银行上海朱泾支行",
                "account_number": f"62284800301234567{place:02d}",
            }
            for place, name in enumerate(names)
        ],
        "breach": "乙方任何一期未按时足额付款的，甲方有权要求乙方一次性付清全部余款，"
        "乙方并自逾期之日起按未付款项每日万分之五支付违约金。",
        "leaving_certificate": "双方劳动合同于2025年12月31日解除，乙方于2026年1月10日前向甲方出具解除劳动合同的证明。",
        "social_insurance": "乙方缴纳社会保险费至2025年12月，并于2026年1月15日前办妥档案和社会保险关系转移手续。",
        "other_terms": ["双方对本协议书内容保密，依法向有关机关提供的除外。"],
        "scope": "乙方按本协议书履行完毕后，双方基于劳动关系的高温津贴、经济补偿争议全部了结。"
        "本协议书不影响甲方依法享有的社会保险和工伤待遇。",
        "effective_on": "2026-01-05",
        "copies": 10,
        "workings": [],
    }


VISIT_RECORD = common([worker()], "朱工访〔2026〕12号") | {
    "visited_at": "2026-01-05T09:30",
    "channel": "窗口",
    "people_count": 3,
    "questions": [
        {
            "kind": "咨询",
            "question": "公司搬迁到外省，不愿随迁，能否要求经济补偿？",
            "answer": "搬迁属于劳动合同订立时所依据的客观情况发生重大变化，协商变更不成解除合同的，应当支付经济补偿。",
        },
        {"kind": "调解", "question": FACTS, "answer": "已告知一年仲裁时效，建议申请法律援助，先行调解。"},
    ],
    "outcome": "转法律援助申请，当场立案",
    "received_by": "顾明",
    "duty_post": "劳动关系协调员",
    "remarks": None,
}

AID_APPLICATION = common([worker()], "朱工申〔2026〕1号") | {
    "applied_on": "2026-01-05",
    "worker_flags": ["农民工", "困难职工"],
    "agent": None,
    "matter": MATTER,
    "aid_forms": ["mediation", "arbitration"],
    "claims": [
        {
            "kind": "高温津贴",
            "period": "2018年6月至2025年9月",
            "amount": "9200.00",
            "basis": "沪人社规〔2019〕19号",
        },
        {
            "kind": "经济补偿",
            "period": "2011年3月至2025年12月",
            "amount": "82500.50",
            "basis": "劳动合同法第四十六条、第四十七条",
        },
    ],
    "amount_total": "91700.50",
    "facts": FACTS,
    "exemption": "migrant_wage",
    "exemption_note": None,
    "materials": ["居民身份证复印件1份", "劳动合同复印件1份", "2025年1月至11月工资条11页", "搬迁通知照片2张"],
    "review": {
        "text": "申请材料齐全，属于受理范围，建议给予法律援助。",
        "name": "顾明",
        "date": "2026-01-06",
    },
    "approval": {"text": "同意。", "name": None, "date": None},
}

ACCEPTANCE_NOTICE = common([worker()], "朱工援受〔2026〕1号") | {
    "applied_on": "2026-01-05",
    "matter": MATTER,
    "aid_forms": ["mediation", "arbitration"],
    "basis": "《中华人民共和国法律援助法》第三十一条和《工会法律援助办法》",
    "handler": "顾明",
    "handler_phone": "021-57310001",
}

REFUSAL_NOTICE = common([worker()], "朱工援不〔2026〕1号") | {
    "decision": "refused",
    "applied_on": "2026-01-05",
    "matter": MATTER,
    "reason": "你与该公司之间的承揽合同纠纷不属于工会法律援助范围",
    "basis": "《中华人民共和国法律援助法》第三十一条和《工会法律援助办法》",
    "objection_body": "金山区总工会",
    "other_ways": "你可以拨打12348公共法律服务热线咨询。",
}

SUPPLEMENT_NOTICE = common([worker()], "朱工援补〔2026〕1号") | {
    "applied_on": "2026-01-05",
    "matter": MATTER,
    "missing": [
        "居民身份证复印件（正反面）",
        "劳动合同或者工资条、考勤记录、工作证等能够证明劳动关系的材料",
        "银行工资流水",
    ],
    "due_date": "2026-01-15",
    "handler": "顾明",
    "handler_phone": None,
}

TERMINATION_NOTICE = common([worker()], "朱工援终〔2026〕1号") | {
    "accepted_on": "2025-12-20",
    "matter": MATTER,
    "reason": "你已自行委托律师代理",
    "basis": "《中华人民共和国法律援助法》第四十八条第一款第六项",
    "objection_body": "金山区总工会",
}

APPOINTMENT_NOTICE = common(GROUP, "朱工援派〔2026〕1号") | {
    "accepted_on": "2026-01-05",
    "appointed_on": "2026-01-07",
    "matter": MATTER,
    "stage": "调解、仲裁",
    "aid_forms": ["mediation", "arbitration"],
    "firm": {"name": "上海金山卫律师事务所", "address": "上海市金山区卫零路100号", "phone": "021-57320000"},
    "lawyers": [
        {"name": "方正平", "licence_number": "13101200010000001", "phone": "13800000001", "is_lead": True},
        {"name": "诸葛雨", "licence_number": "13101201510000002", "phone": "13800000003", "is_lead": False},
    ],
    "handler": "顾明",
    "handler_phone": "021-57310001",
    "attachments": ["法律援助申请表", "受理通知书", "证据材料"],
}

POWER_OF_ATTORNEY = common([worker()], "沪工援〔2026〕金山0001号") | {
    "matter": MATTER,
    "aid_forms": ["arbitration"],
    "agents": [
        {
            "name": name,
            "firm": "上海金山卫律师事务所",
            "licence_number": f"1310120001000000{place}",
            "phone": f"1380000000{place}",
        }
        for place, name in enumerate(("方正平", "诸葛雨"), start=1)
    ],
}

CLOSING_REPORT = common(GROUP, "朱工援结〔2026〕1号") | {
    "matter": MATTER,
    "accepted_on": "2026-01-05",
    "appointed_on": "2026-01-07",
    "closed_on": "2026-02-12",
    "firm": "上海金山卫律师事务所",
    "lawyers": ["方正平", "诸葛雨"],
    "mediators": ["顾明"],
    "people_count": 8,
    "ways": ["mediation"],
    "result": "双方达成调解协议，乙方分两期支付242,800.00元，已全部到账。",
    "process": "2026年1月7日接受指派，1月8日约见受援人并核对证据。1月12日、1月14日两次主持协商，双方报价差距由12万元缩小到零。"
    "\n1月15日签订调解协议书，2月10日第二期款项到账。",
    "claims": [
        {
            "worker": name,
            "kind": kind,
            "claimed": claimed,
            "agreed": agreed,
            "received": agreed,
            "verified": agreed,
        }
        for place, name in enumerate(NAMES)
        for kind, claimed, agreed in (
            ("高温津贴", "9200.00", "4800.00"),
            ("经济补偿", "42000.50", f"{25200 + 100 * place}.00"),
        )
    ],
    "totals": {
        "claimed": "409604.00",
        "agreed": "242800.00",
        "received": "242800.00",
        "verified": "242800.00",
    },
    "hours": "26.5",
    "subsidy": "3000.00",
    "report": {"text": "案件已办结，受援人表示满意，申请结案。", "name": "方正平", "date": "2026-02-12"},
    "approval": {"text": None, "name": None, "date": None},
}

AUDIT_RECORD: dict[str, Any] = common(GROUP, "朱工援审〔2026〕1号") | {
    "matter": MATTER,
    "state": "已结案",
    "from_date": "2026-01-05",
    "to_date": "2026-02-13",
    "printed_by": "审计员 杨慎",
    "printed_at": "2026-02-16T10:05",
    "seals": [
        {"number": 12 + place, "day": day, "rows": 8 + place, "root": f"{place}f86d081884c7d65" * 4}
        for place, day in enumerate(("2026-01-05", "2026-01-15", "2026-02-10"))
    ],
    "unsealed": 3,
    "proof": '{"format":"gongyuan-proof-2"}',
    "entries": sorted(
        (
            entry
            for place, name in enumerate(NAMES)
            for entry in (
                {
                    "at": f"2026-01-05T09:3{place}:12",
                    "told": f"顾明填写申请人 {name}的联系电话",
                    "actor": "顾明",
                    "role": "窗口工作人员",
                    "subject": f"申请人 {name}",
                    "field": "联系电话",
                    "before": None,
                    "after": f"139****{place:04d}",
                    "reason": "来访登记",
                },
                {
                    "at": f"2026-01-15T15:2{place}:40",
                    "told": f"金晓岚登记协议金额：{name} 经济补偿",
                    "actor": "金晓岚",
                    "role": "审批人",
                    "subject": f"请求 {name} 经济补偿",
                    "field": "协议金额",
                    "before": "0.00",
                    "after": f"{25200 + 100 * place}.00",
                    "reason": "达成调解协议，按双方最后报价确定",
                },
                {
                    "at": f"2026-02-10T16:0{place}:05",
                    "told": "方正平申请结案",
                    "actor": "方正平",
                    "role": "公益律师",
                    "subject": "案件",
                    "field": "状态",
                    "before": "达成协议",
                    "after": "结案审核",
                    "reason": None,
                },
            )
        ),
        key=lambda entry: entry["at"],
    ),
}

AGENT = {
    "name": "方正平",
    "relation": "上海金山卫律师事务所律师",
    "id_number": None,
    "phone": "13800000001",
}


def overdue(names: list[str]) -> dict[str, Any]:
    """Two payments of each, the second called in."""
    rows = [
        {"worker": name, "kind": kind, "due_date": day, "amount": amount}
        for name in names
        for kind, day, amount in (
            ("高温津贴", "2026-01-20", "4800.00"),
            ("经济补偿（N）", "2026-02-10", "25200.00"),
        )
    ]
    return {"overdue": rows, "total": f"{30000 * len(names)}.00"}


def payment_order(workers: list[dict]) -> dict[str, Any]:
    names = [person["name"] for person in workers]
    return common(workers, "沪工援〔2026〕金山0001号") | {
        "agents": [AGENT],
        "court": None,
        "agreement_on": "2026-01-05",
        "mediators": ["顾明", "金晓岚"],
        "called_in": True,
        "evidence": ["2026年1月5日调解协议书", "2025年工资条"],
        **overdue(names),
    }


def joint(workers: list[dict], addressed_to: str | None, last_day: str) -> dict[str, Any]:
    terms = [person_terms(person["name"], place) for place, person in enumerate(workers)]
    return common(workers, "沪工援〔2026〕金山0001号") | {
        "agents": [AGENT],
        "addressed_to": addressed_to,
        "agreement_on": "2026-01-05",
        "mediators": ["顾明", "金晓岚"],
        "last_day": last_day,
        "terms": terms,
        "total": str(sum(Decimal(person["total"]) for person in terms)),
    }


def enforcement(workers: list[dict]) -> dict[str, Any]:
    names = [person["name"] for person in workers]
    return common(workers, "沪工援〔2026〕金山0001号") | {
        "agents": [AGENT],
        "court": None,
        "title": "仲裁裁决书",
        "title_body": "上海市金山区劳动人事争议仲裁委员会",
        "title_number": "金劳人仲（2026）办字第12号",
        "title_on": "2026-01-05",
        "effective_on": "2026-01-21",
        "interest": [{"worker": name, "until": "2026-03-31", "amount": "367.50"} for name in names],
        "interest_total": f"{Decimal('367.50') * len(names)}",
        **overdue(names),
    }


SAMPLES: dict[str, dict[str, Any]] = {
    "visit_record": VISIT_RECORD,
    "aid_application": AID_APPLICATION,
    "acceptance_notice": ACCEPTANCE_NOTICE,
    "refusal_notice": REFUSAL_NOTICE,
    "supplement_notice": SUPPLEMENT_NOTICE,
    "termination_notice": TERMINATION_NOTICE,
    "appointment_notice": APPOINTMENT_NOTICE,
    "power_of_attorney": POWER_OF_ATTORNEY,
    "mediation_agreement": agreement([worker()]),
    "arbitration_application": application([worker()]),
    "payment_order_application": payment_order([worker()]),
    "confirmation_application": joint([worker()], None, "2026-02-04"),
    "review_application": joint([worker()], "金山区劳动人事争议仲裁委员会", "2026-01-20"),
    "enforcement_application": enforcement([worker()]),
    "closing_report": CLOSING_REPORT,
    "audit_record": AUDIT_RECORD,
}

GROUP_SAMPLES = {
    "visit_record": VISIT_RECORD | {"workers": GROUP},
    "aid_application": AID_APPLICATION | {"workers": GROUP},
    "acceptance_notice": ACCEPTANCE_NOTICE | {"workers": GROUP},
    "mediation_agreement": agreement(GROUP),
    "arbitration_application": application(GROUP),
    "payment_order_application": payment_order(GROUP),
    "confirmation_application": joint(GROUP, None, "2026-02-04"),
    "review_application": joint(GROUP, "金山区劳动人事争议仲裁委员会", "2026-01-20"),
    "enforcement_application": enforcement(GROUP),
}
