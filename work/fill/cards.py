"""What cases are dealt: states in their shares, the steps to each with the days between them, and the words they use."""

import datetime as dt

FIRST_DAY = dt.date(2019, 1, 2)
GROWTH = 0.6
"""Of the cases up to a share of the time t there are t ** (1 / GROWTH): every year more than the year before."""
YOUNG = 450
"""Days after which a case that is still open is an exception."""
OPEN_AFTER = 0.015

PATHS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "review": ("submit",),
    "declined": ("submit", "decline"),
    "accepted": ("submit", "accept"),
    "assigned": ("submit", "accept", "assign"),
    "mediation": ("submit", "accept", "assign", "start_mediation"),
    "settled": ("submit", "accept", "assign", "start_mediation", "settle"),
    "arbitration": (
        "submit",
        "accept",
        "assign",
        "start_mediation",
        "fail_mediation",
        "file_arbitration",
    ),
    "awarded": ("submit", "accept", "assign", "file_arbitration", "award"),
    "litigation": ("submit", "accept", "assign", "file_arbitration", "award", "file_suit"),
    "enforcement": ("submit", "accept", "assign", "file_arbitration", "award", "enforce"),
    "judged": ("submit", "accept", "assign", "file_arbitration", "award", "file_suit", "judge"),
    "withdrawn": ("submit", "accept", "withdraw"),
    "terminated": ("submit", "accept", "assign", "terminate"),
    "transferred": ("submit", "transfer"),
}
"""The steps to a state. Closed cases come from those where money is due."""
PERFORMED = ("settled",) * 14 + ("awarded",) * 3 + ("enforcement",) * 2 + ("judged",)
CLOSING = {
    "closing": ("request_closing",),
    "closed": ("request_closing", "approve_closing"),
    "archived": ("request_closing", "approve_closing", "archive"),
}
AGES = {
    "draft": (1, 20), "review": (2, 8), "accepted": (8, 18), "assigned": (12, 40), "mediation": (15, 45),
    "settled": (50, 160), "arbitration": (50, 110), "awarded": (95, 150), "litigation": (120, 330),
    "enforcement": (120, 360), "closing": (120, 240), "closed": (130, 0), "archived": (150, 0), "declined": (10, 0),
    "withdrawn": (20, 0), "terminated": (40, 0), "transferred": (12, 0),
}  # fmt: skip
"""So many days ago at least, and at most (0: no bound), a case in this state was opened."""
LAGS = {
    "submit": (0, 2), "accept": (1, 6), "decline": (2, 6), "assign": (1, 5), "start_mediation": (1, 6),
    "settle": (6, 24), "fail_mediation": (8, 25), "file_arbitration": (2, 15), "award": (30, 58), "file_suit": (3, 13),
    "judge": (50, 120), "enforce": (12, 30), "request_closing": (3, 20), "approve_closing": (1, 6), "archive": (3, 28),
    "withdraw": (3, 10), "terminate": (5, 20), "transfer": (1, 6),
}  # fmt: skip
"""Days between a step and the one before."""

YOUNG_DECK = (
    "closing enforcement litigation awarded arbitration settled mediation assigned accepted review draft "
    "archived mediation settled mediation closed draft settled mediation archived arbitration assigned withdrawn review "
    "mediation settled declined arbitration mediation archived assigned accepted draft settled closed mediation "
    "litigation arbitration awarded archived closing mediation settled accepted review archived declined withdrawn"
).split()
OLD_DECK = (
    "archived declined withdrawn terminated transferred closed archived archived archived closed archived archived "
    "withdrawn archived archived declined archived archived archived closed archived archived archived archived "
    "declined archived archived withdrawn archived archived archived archived archived archived archived archived"
).split()
"""States of cases below and beyond `YOUNG`, dealt in turn, so that each comes in its share also among few."""
STILL_OPEN = ("arbitration", "litigation", "litigation", "enforcement", "enforcement", "settled", "awarded")

CAUSES = ("205.5",) * 12 + ("205.1",) * 3 + ("205.6",) * 3 + ("206.2", "205.4", "205.2", "214.2")
WORKER_TYPES = (
    ("courier",) * 6 + ("food_delivery",) * 5 + ("construction",) * 4 + ("manufacturing",) * 4
    + ("truck_driver", "domestic", "cleaner", "security", "dispatched", "other")
)  # fmt: skip
CHANNELS = ("window",) * 7 + ("hotline_12351", "online", "outreach")
JOBS = "快递员 送餐员 操作工 瓦工 木工 驾驶员 保洁员 保安 服务员 仓库管理员 文员 焊工".split()
FIRST_CLAIM = ("wages",) * 11 + (
    "double_wage",
    "severance",
    "severance",
    "overtime",
    "damages",
    "work_injury",
)
WORKED_OUT = (
    "unpaid_wages",
    {"monthly_wage": "6500", "start": "2026-05-01", "end": "2026-08-12", "region": "shanghai"},
)
"""A calculation, and what is typed into it."""
FURTHER_CLAIM = ("overtime", "severance", "annual_leave", "heat_allowance", "double_wage", "notice_pay")
FACTS = (
    "于{day}入职，从事{job}工作，月工资约{wage}元。自{day2}起未足额支付工资，多次催讨未果。"
    "入职后未签订书面劳动合同，工资通过微信或银行转账发放，有考勤记录、聊天记录为证。现请求支付拖欠的工资及相关费用。"
)
QUESTIONS = (
    "公司拖欠工资三个月，如何讨要？",
    "没有签劳动合同，能不能要双倍工资？",
    "被口头辞退，有没有补偿？",
    "送货途中受伤，公司不认工伤怎么办？",
    "离职后押金不退，怎么办？",
)
ANSWERS = (
    "告知可先与用人单位协商，协商不成可申请调解或仲裁，并说明所需证据。",
    "已说明仲裁时效为一年，建议保存工资记录、考勤记录。",
    "已登记，转有关部门。",
)
NOTES = (
    "电话联系用人单位，约定周三上午到窗口核对工资表。",
    "当事人补交银行流水。",
    "对方负责人表示月底前支付一半。",
    "已通知承办律师查收材料。",
)
BODIES = ("劳动人事争议仲裁委员会", "人民法院")
ELSEWHERE = "其他地区总工会"
COMES_BACK, SHARED_EMPLOYERS, GROUP = 0.01, 0.55, 0.03
"""Shares: of workers who were there before, of employers who were, of cases of several workers."""
KNOWN_ELSEWHERE, WRITTEN_TWICE = 0.005, 0.005
"""Shares: of cases whose worker another window meets and keeps apart, and of those whose worker is written down twice."""
ANSWERED_AFTER = 10
"""Days in which a request for a record is answered."""
