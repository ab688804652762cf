"""The record of a case: what is in it, how it reads, what it keeps to itself, and what it costs."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django_fsm import ConcurrentTransitionMixin

from accounts.models import User
from cases.actions.claimants import add_claimant, withdraw_claimant
from cases.actions.parties import save_worker
from cases.actions.steps import take_step
from cases.models import Case, Claim, Claimant, Note, Proceeding
from cases.timeline import belongings, timeline_of
from core import clock
from core.audit import record
from core.fsm import transitions_of
from core.models import log_access
from core.timeline import PLACES, acts
from law_tables import current
from mediation.models import Agreement
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    ReceiptFactory,
    WorkerFactory,
    met,
    office,
    ready_case,
    staff,
)
from work.actions import take_together


def moment(text):
    return dt.datetime.fromisoformat(f"2026-{text}+08:00")


@pytest.fixture
def case(db):
    """A draft opened on the 1st by the clerk who handles it."""
    with clock.at(moment("11-01T09:00:00")):
        return CaseFactory()


def entries(case, kind="changed"):
    return [entry for entry in timeline_of(case) if entry.kind == kind]


def write(obj, at, actor=None, reason="", **values):
    for name, value in values.items():
        setattr(obj, name, value)
    return record(obj, actor=actor, reason=reason, moment=moment(at))


# --- what is in it ---


def test_everything_that_hangs_on_a_case_is_in_the_record():
    assert {model.__name__ for model in belongings()} >= {
        "Claimant",
        "Claim",
        "CoRespondent",
        "ConflictCheck",
        "Assignment",
        "MediationRound",
        "Agreement",
        "AgreementTerm",
        "Instalment",
        "Proceeding",
        "Deadline",
        "Note",
        "Attachment",
        "Paper",
        "Receipt",
        "ReceiptLine",
    }


def test_a_change_says_who_when_why_and_from_what_to_what(case):
    write(case, "11-02T10:00:00", case.handler, "本人来电更正", cause="205.6", known_on=dt.date(2026, 3, 1))

    entry = entries(case)[0]

    assert (entry.at, entry.actor, entry.reason, entry.what) == (
        moment("11-02T10:00:00"),
        case.handler,
        "本人来电更正",
        "案件",
    )
    assert [tuple(change)[:3] for change in entry.changes] == [
        ("案由", "追索劳动报酬纠纷", "经济补偿金纠纷"),
        ("知道权利被侵害之日", "", "2026年3月1日"),
    ]


def test_the_first_entry_holds_what_was_written_first(case):
    created = next(entry for entry in entries(case, "created") if entry.thing == "cases.case")

    assert ("承办人", "", str(case.handler)) in [tuple(change)[:3] for change in created.changes]


def test_it_is_in_the_language_of_the_page(case):
    write(case, "11-02T10:00:00", case.handler, channel="phone")

    with translation.override("en"):
        entry = entries(case)[0]

    assert entry.what == "Case"
    assert entry.changes[0].label == "Channel"


def test_a_reason_of_the_program_is_in_the_language_of_the_page_and_stays_as_it_was_stored(db):
    case = ready_case()
    with translation.override("en"), clock.at(moment("11-20T09:00:00")):
        case = take_step(case, "submit", actor=case.handler)
    with clock.at(moment("11-21T09:00:00")):
        take_step(case, "accept", actor=staff("reviewer", case.office))
    ended = case.deadlines.exclude(note="").first()
    told = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            told[language] = {entry.reason for entry in timeline_of(case) if entry.thing == "cases.deadline"}
            told[language] |= {
                change.after
                for entry in timeline_of(case)
                for change in entry.changes
                if change.label in ("备注", "Note")
            }
            told[language].add(ended.note_read)
    assert told == {"zh-hans": {"", "给予援助"}, "en": {"", "Accept"}}
    assert (ended.note, ended.history.first().history_change_reason) == ("给予援助", "给予援助")


def test_sums_names_and_states_read_as_on_the_page(case):
    claim = ClaimFactory(claimant=ClaimantFactory(case=case, worker__name="周建国"))
    other = staff("clerk", case.office, name="陆敏")
    write(claim, "11-03T10:00:00", other, agreed=Decimal("12000.00"))
    write(case, "11-04T10:00:00", other, handler=other)

    handler, sums = entries(case)

    assert handler.changes[0].after == "陆敏"
    assert sums.what == "请求事项 周建国 · 欠薪"
    assert tuple(sums.changes[0])[:3] == ("协议/裁决", "", "12,000.00")


def test_rows_of_the_apps_above_are_in_it(case):
    ReceiptFactory(case=case, payer="上海某某机械有限公司")
    AttachmentFactory(case=case, title="银行回单")

    assert {entry.thing for entry in entries(case, "created")} >= {
        "recoveries.receipt",
        "documents.attachment",
    }


def test_nothing_of_another_case_is_in_it(case):
    other = ClaimFactory(claimant=ClaimantFactory(case=CaseFactory()))
    write(other, "11-03T10:00:00", agreed=Decimal("1.00"))

    assert entries(case) == []


def test_a_worker_is_followed_while_the_case_is_open(case):
    worker = WorkerFactory(phone="13900000021")
    ClaimantFactory(case=case, worker=worker)
    write(worker, "10-20T10:00:00", phone="13600000000")
    write(worker, "11-12T10:00:00", case.handler, "本人来电更正", phone="18600007740")
    write(case, "11-15T10:00:00", ended_on=dt.date(2026, 11, 15))
    write(worker, "11-20T10:00:00", phone="13700000000")

    found = [entry for entry in entries(case) if entry.thing == "cases.worker"]

    assert [(entry.at, tuple(entry.changes[0])[1:3]) for entry in found] == [
        (moment("11-12T10:00:00"), ("136****0000", "186****7740"))
    ]


def test_the_employer_is_followed_too(case):
    write(case.employer, "11-12T10:00:00", case.handler, legal_representative="张三")

    assert [entry.thing for entry in entries(case)] == ["cases.employer"]


def test_reading_and_taking_away_is_in_it(case):
    log_access(case.handler, "unmask", "身份证号 周建国", reason="核对身份", case_id=case.pk)
    log_access(case.handler, "unmask", "身份证号 别人", case_id=case.pk + 1)

    found = entries(case, "unmask")

    assert [(entry.what, entry.reason, entry.actor) for entry in found] == [
        ("查看完整信息 身份证号 周建国", "核对身份", case.handler)
    ]


# --- what it keeps to itself ---


def test_numbers_are_masked_and_accounts_not_shown(case):
    worker = WorkerFactory(id_number="310116198506150018", bank_account="6222020000000000001")
    ClaimantFactory(case=case, worker=worker)
    write(worker, "11-12T10:00:00", bank_account="6222020000000000002")

    text = repr([(entry.what, entry.changes) for entry in timeline_of(case)])
    change = next(e for e in entries(case) if e.thing == "cases.worker").changes

    assert "19850615" not in text
    assert "622202" not in text
    assert [(each.before, each.after) for each in change] == [("", "已变更")]


def test_what_the_program_keeps_for_itself_is_left_out(case):
    AttachmentFactory(case=case)

    labels = {change.label for entry in timeline_of(case) for change in entry.changes}

    assert not labels & {"Version", "版本号", "SHA-256", "parties key", "pinyin"}


def test_a_row_without_a_visible_change_is_left_out_unless_it_has_a_reason(case):
    write(case, "11-02T10:00:00", case.handler)
    write(case, "11-03T10:00:00", case.handler, "复核无误")

    assert [entry.reason for entry in entries(case)] == ["复核无误"]


# --- how it reads ---


def test_rows_of_one_action_stand_together(db):
    case = ready_case()
    with clock.at(moment("11-20T09:00:00")):
        take_step(case, "submit", actor=case.handler)

    act = next(a for a in acts(timeline_of(case)) if a.at == moment("11-20T09:00:00"))

    assert [entry.thing for entry in act.entries] == ["cases.case", "cases.deadline"]
    assert act.is_step


def test_several_of_a_kind_in_one_action_are_one_entry(case):
    claimants = [ClaimantFactory(case=case, worker__name=name) for name in ("周建国", "沈玉芳", "李红")]
    for claimant in claimants:
        write(claimant, "11-12T10:00:00", case.handler, "集体签署", consent_on=dt.date(2026, 11, 12))

    entry = next(e for e in entries(case) if e.thing == "cases.claimant")

    assert entry.names == ("周建国", "沈玉芳", "李红")


def test_what_differs_in_one_action_keeps_its_name(case):
    first, second = [ClaimantFactory(case=case, worker__name=name) for name in ("周建国", "沈玉芳")]
    write(first, "11-12T10:00:00", case.handler, job="焊工")
    write(second, "11-12T10:00:00", case.handler, job="钳工")

    entry = next(e for e in entries(case) if e.thing == "cases.claimant")

    assert [tuple(change)[:3] for change in entry.changes] == [
        ("周建国 · 岗位", "", "焊工"),
        ("沈玉芳 · 岗位", "", "钳工"),
    ]


def test_two_people_at_one_moment_stand_apart(case):
    other = staff("clerk", case.office)
    write(case, "11-12T10:00:00", case.handler, channel="phone")
    write(case, "11-12T10:00:00", other, channel="window")

    assert {act.actor for act in acts(entries(case))} == {case.handler, other}


def test_newest_first(case):
    for day in (5, 3, 8):
        write(Note(case=case, author=case.handler, text=f"{day}"), f"11-0{day}T10:00:00", case.handler)

    days = [entry.at.day for entry in entries(case, "created") if entry.thing == "cases.note"]

    assert days == [8, 5, 3]


# --- in a sentence ---


NINE = "11-20T09:00:00"


def act_at_nine(case):
    return next(act for act in acts(timeline_of(case)) if act.at == moment(NINE))


def told(case):
    """The act at nine as a reader of either language is told it."""
    with translation.override("en"):
        english = act_at_nine(case).sentences
    return act_at_nine(case).sentences, english


def test_an_act_is_told_in_the_words_of_its_step(db):
    case = ready_case()
    with clock.at(moment(NINE)):
        take_step(case, "submit", actor=case.handler)

    assert told(case) == (
        [f"{case.handler}提交案件审查"],
        [f"{case.handler} submitted the case for review"],
    )


def test_a_step_is_told_with_its_sum(case):
    supervisor = staff("supervisor", case.office, name="沈丽")
    receipt = ReceiptFactory(case=case, amount=Decimal("5472.00"))
    receipt.__dict__["state"] = "verified"
    write(receipt, NINE, supervisor, verified_by=supervisor, verified_at=moment(NINE))

    assert told(case) == (["沈丽核定到账 5,472.00 元"], ["沈丽 verified 5,472.00 yuan received"])


def test_what_is_new_is_told_in_the_words_of_its_model(case):
    write(
        Note(case=case, author=case.handler, text="已联系单位"),
        NINE,
        staff("clerk", case.office, name="陆敏"),
    )

    assert told(case) == (["陆敏写下备注：已联系单位"], ["陆敏 noted: 已联系单位"])


@pytest.mark.parametrize(
    ("before", "after", "chinese", "english"),
    [
        (
            {},
            {"job": "焊工"},
            "填写申请人 周建国的岗位：焊工",
            "entered the job of the claimant 周建国: 焊工",
        ),
        (
            {"job": "焊工"},
            {"job": "钳工"},
            "将申请人 周建国的岗位改为钳工",
            "changed the job of the claimant 周建国 to 钳工",
        ),
        ({"job": "焊工"}, {"job": ""}, "清除申请人 周建国的岗位", "cleared the job of the claimant 周建国"),
        (
            {},
            {"job": "焊工", "monthly_wage": Decimal("7000.00")},
            "更改申请人 周建国的岗位、月工资",
            "changed the job, monthly wage of the claimant 周建国",
        ),
        ({}, {"job": "焊" * 41}, "更改申请人 周建国的岗位", "changed the job of the claimant 周建国"),
    ],
)
def test_a_change_nobody_has_words_for_is_a_sentence_all_the_same(case, before, after, chinese, english):
    claimant = ClaimantFactory(case=case, worker__name="周建国", **{"job": "", **before})
    write(claimant, NINE, staff("clerk", case.office, name="陆敏"), **after)

    assert told(case) == ([f"陆敏{chinese}"], [f"陆敏 {english}"])


def test_of_many_the_first_three_are_named(case):
    clerk = staff("clerk", case.office, name="陆敏")
    for name in ("周建国", "沈玉芳", "李红", "王强"):
        claimant = ClaimantFactory(case=case, worker__name=name)
        write(claimant, NINE, clerk, consent_on=dt.date(2026, 11, 20))

    assert told(case)[0] == ["陆敏登记周建国、沈玉芳、李红等签署同意"]


def test_what_follows_from_an_act_is_folded_below_it(case):
    clerk = staff("clerk", case.office, name="陆敏")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case))
    write(ReceiptFactory.build(case=case, recorded_by=clerk, amount=Decimal("12.00")), NINE, clerk)
    write(claim, NINE, clerk, agreed=Decimal("12.00"))

    act = act_at_nine(case)

    assert act.sentences == ["陆敏登记到账 12.00 元"]
    assert {entry.thing for entry in act.details} == {"recoveries.receipt", "cases.claim"}


def test_an_act_is_told_before_what_follows_by_itself(db):
    with clock.at(dt.date(2026, 11, 1)):
        case = CaseFactory(
            state="mediation", employer__name="上海某某机械有限公司", cause="205.1", cause_follows=True
        )
        first, second = [
            ClaimantFactory(case=case, worker=met(case.office, name=name), consent_on=dt.date(2026, 11, 1))
            for name in ("周建国", "沈玉芳")
        ]
        ClaimFactory(claimant=first, kind="wages")
        ClaimFactory(claimant=second, kind="severance")

    clerk = case.handler
    acts_of_the_clerk = (
        lambda: withdraw_claimant(first, actor=clerk, reason="已自行和解"),
        lambda: add_claimant(case, actor=clerk, worker=first.worker, reason="反悔"),
        lambda: save_worker(second.worker, actor=clerk, office=case.office, reason="更正", name="沈玉方"),
    )
    for day, act in enumerate(acts_of_the_clerk, 20):
        with clock.at(dt.date(2026, 11, day)):
            act()

    latest = acts(timeline_of(case))[:3]
    assert [act.sentences for act in reversed(latest)] == [
        [f"{clerk}登记周建国的结果：已撤回"],
        [f"{clerk}恢复办理周建国的诉求"],
        [f"{clerk}将职工 沈玉方的姓名改为沈玉方"],
    ]
    assert [any(e.thing == "cases.conflictcheck" for e in act.details) for act in latest] == [True] * 3


@pytest.mark.parametrize("left", ["withdrawn", "settled"])
def test_whoever_is_dealt_with_again_is_not_told_as_ended(case, left):
    """Also where a new consent is signed with it."""
    claimant = ClaimantFactory(case=case, worker__name="周建国", outcome=left)
    clerk = staff("clerk", case.office, name="陆敏")
    write(claimant, NINE, clerk, outcome="open", consent_on=dt.date(2026, 11, 20))

    assert told(case) == (["陆敏恢复办理周建国的诉求"], ["陆敏 took up the matter of 周建国 again"])


def test_what_follows_by_itself_is_told_where_it_is_all_there_is(case):
    write(case, NINE, staff("clerk", case.office, name="陆敏"), cause="205.6")

    assert told(case)[0] == ["陆敏将案件的案由改为经济补偿金纠纷"]


@pytest.mark.parametrize(
    ("model", "field", "value", "sentence"),
    [
        (Claimant, "consent_on", dt.date(2026, 11, 2), "清除申请人 周建国的授权签署日期"),
        (Claim, "agreed", Decimal("12.00"), "清除请求事项 周建国 · 欠薪的协议/裁决"),
        (Proceeding, "decided_on", dt.date(2026, 11, 2), "清除仲裁/诉讼程序 仲裁 金山区仲裁委的作出日期"),
        (Proceeding, "heard_at", moment("11-02T09:30:00"), "清除仲裁/诉讼程序 仲裁 金山区仲裁委的开庭时间"),
        (Agreement, "signed_on", dt.date(2026, 11, 2), "清除协议的签署日期"),
    ],
)
def test_what_was_cleared_is_not_told_as_entered(case, model, field, value, sentence):
    claimant = ClaimantFactory(case=case, worker__name="周建国")
    filed = {"kind": "arbitration", "body": "金山区仲裁委", "filed_on": dt.date(2026, 11, 1)}
    made = {
        Claimant: claimant,
        Claim: ClaimFactory(claimant=claimant),
        Proceeding: Proceeding(case=case, **filed),
        Agreement: Agreement(case=case),
    }[model]
    write(made, "11-03T10:00:00", case.handler, **{field: value})
    write(made, NINE, staff("clerk", case.office, name="陆敏"), **{field: None})

    assert told(case)[0] == [f"陆敏{sentence}"]


def test_of_several_fields_that_were_cleared_all_are_named(case):
    claimant = ClaimantFactory(case=case, worker__name="周建国", job="焊工", employed_to=dt.date(2026, 9, 1))
    write(claimant, NINE, staff("clerk", case.office, name="陆敏"), job="", employed_to=None)

    assert told(case)[1] == ["陆敏 cleared the job, employed until of the claimant 周建国"]


def test_a_sum_of_nothing_is_a_sum(case):
    claim = ClaimFactory(claimant=ClaimantFactory(case=case, worker__name="周建国"))
    write(claim, NINE, staff("clerk", case.office, name="陆敏"), agreed=Decimal("0.00"))

    assert told(case)[0] == ["陆敏登记协议或裁决金额：周建国 · 欠薪"]


def test_what_the_program_did_with_an_act_belongs_to_it(case):
    clerk = staff("clerk", case.office, name="陆敏")
    write(case, NINE, clerk, channel="phone")
    write(ClaimantFactory(case=case), NINE, User.objects.system(), job="焊工")

    act = act_at_nine(case)

    assert (act.actor, [entry.thing for entry in act.entries]) == (clerk, ["cases.case", "cases.claimant"])


def test_two_acts_of_one_person_a_moment_apart_stand_apart(case):
    write(case, NINE, case.handler, channel="phone")
    write(case, "11-20T09:00:00.000001", case.handler, channel="window")

    assert len(acts(entries(case))) == 2


def test_what_one_form_writes_carries_one_moment(case):
    client = Client()
    client.force_login(case.handler)
    both = [ClaimantFactory(case=case, worker__name=name).pk for name in ("周建国", "沈玉芳")]
    sent = {"claimants": both, "consent_on": "2026-11-01", "reason": "集体签署"}
    client.post(reverse("cases:consent", args=[case.pk]), sent)

    rows = Claimant.history.filter(case=case.pk, history_type="~").values_list("id", "history_date")

    assert {pk for pk, _ in rows} == {*both}
    assert len({at for _, at in rows}) == 1


def test_a_step_taken_on_several_cases_is_one_act_in_each(db):
    at = office()
    clerk = staff("clerk", at)
    cases = [ready_case(at, handler=clerk) for _ in range(2)]
    versions = {case.pk: case.version for case in cases}
    take_together(cases, "submit", actor=clerk, reason="", seen_versions=versions)

    for case in cases:
        latest = acts(timeline_of(case))[0]
        assert [entry.thing for entry in latest.entries] == ["cases.case", "cases.deadline"]


@pytest.mark.parametrize("model", [Case, *belongings()], ids=lambda model: model.__name__)
def test_words_name_only_what_there_is(model):
    """Of a model and of its steps."""
    steps = transitions_of(model).values() if issubclass(model, ConcurrentTransitionMixin) else ()
    words = [found.custom["told"] for meta in steps for found in meta.transitions.values()]
    told = getattr(model, "TOLD", {})
    again = getattr(model, "TOLD_AGAIN", {})
    fields = {f.name for f in model._meta.concrete_fields}

    assert told.keys() - fields - {"added"} == set()
    assert again.keys() - told.keys() == set()
    assert {
        place for text in (*words, *told.values(), *again.values()) for place in PLACES.findall(str(text))
    } <= (fields | {"who", "what", "names"})


@pytest.mark.parametrize("model", [Case, *belongings()], ids=lambda model: model.__name__)
def test_steps_between_the_same_states_are_told_alike(model):
    if not issubclass(model, ConcurrentTransitionMixin):
        return
    words = {}
    for meta in transitions_of(model).values():
        for source, found in meta.transitions.items():
            for target in getattr(found.target, "allowed_states", None) or (found.target,):
                words.setdefault((str(source), str(target)), set()).add(str(found.custom["told"]))

    assert {pair: found for pair, found in words.items() if len(found) > 1} == {}


# --- the page ---


def get(user, case, query="", **headers):
    client = Client()
    client.force_login(user)
    return client.get(reverse("cases:timeline", args=[case.pk]) + query, headers=headers)


def test_the_page_is_for_whoever_sees_the_case(case):
    assert get(staff("auditor", case.office), case).status_code == 200
    assert get(staff("clerk", office()), case).status_code == 404
    assert Client().get(reverse("cases:timeline", args=[case.pk])).url.startswith(reverse("account_login"))


def test_it_is_never_written_to(case):
    client = Client()
    client.force_login(case.handler)

    assert client.post(reverse("cases:timeline", args=[case.pk])).status_code == 405


def things(answer):
    return [entry.what for act in answer.context["acts"] for entry in act.entries]


def test_it_is_filtered_by_person_kind_day_and_words(case):
    other = staff("clerk", case.office)
    write(case, "11-05T10:00:00", other, "平台转来", channel="phone")
    write(Note(case=case, author=other, text="已联系单位"), "11-08T10:00:00", other)

    assert len(things(get(other, case, f"?who={other.pk}"))) == 2
    assert things(get(other, case, "?thing=cases.note")) == ["备注 已联系单位"]
    assert things(get(other, case, "?since=2026-11-08")) == ["备注 已联系单位"]
    assert things(get(other, case, "?since=2026-11-05&until=2026-11-07")) == ["案件"]
    assert things(get(other, case, "?q=平台")) == ["案件"]
    assert things(get(other, case, "?q=没有这回事")) == []


def test_a_filter_that_makes_no_sense_shows_the_record(case):
    assert get(case.handler, case, "?who=999999&since=31-31&before=yesterday").status_code == 200


def test_the_filters_that_are_on_are_shown_and_the_form_comes_when_it_is_opened(case):
    page = get(case.handler, case, "?since=2026-11-08&q=平台")
    assert [(pill.label, pill.value) for pill in page.context["pills"]] == [
        ("自", "2026年11月8日"),
        ("关键词", "平台"),
    ]
    opened = get(case.handler, case, "?panel=1", **{"HX-Request": "true"})
    assert opened.templates[0].name == "components/filter_form.html"


def test_older_entries_follow_on_the_next_page(case):
    for minute in range(55):
        write(
            Note(case=case, author=case.handler, text=f"{minute}"), f"11-08T10:{minute:02d}:00", case.handler
        )

    first = get(case.handler, case)
    second = get(case.handler, case, "?before=" + first.context["older"].replace("+", "%2B"))

    assert len(first.context["acts"]) == 50
    assert len(second.context["acts"]) == 6
    assert second.context["older"] == ""


def test_the_case_page_asks_for_the_latest_few(case):
    for minute in range(12):
        write(
            Note(case=case, author=case.handler, text=f"{minute}"), f"11-08T10:{minute:02d}:00", case.handler
        )

    client = Client()
    client.force_login(case.handler)
    url = reverse("cases:section", args=[case.pk, "timeline"])

    assert len(client.get(url, headers={"HX-Request": "true"}).context["acts"]) == 8


# --- what it costs ---


def test_it_costs_the_same_with_one_row_and_thirty(db):
    costs = []
    for rows in (1, 30):
        with clock.at(moment("11-01T09:00:00")):
            case = CaseFactory()
        lawyer = LawyerFactory()
        AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
        for number in range(rows):
            claim = ClaimFactory(claimant=ClaimantFactory(case=case))
            write(claim, f"11-12T10:{number:02d}:00", staff("clerk", case.office), agreed=Decimal("1.00"))
            write(Note(case=case, author=case.handler, text="备注"), "11-13T10:00:00", case.handler)
            AttachmentFactory(case=case, sha256=f"{number:064d}")
        with current.held(), CaptureQueriesContext(connection) as queries:
            timeline_of(case)
        costs.append(len(queries))

    assert costs[0] == costs[1]
