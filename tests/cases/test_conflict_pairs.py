"""The conflict check over every pair of roles, each way round, before and after a change."""

import itertools

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse

from accounts.actions import change_person
from assignments.actions import offer, recheck_cases_of_firm
from cases.actions.conflicts import check_conflicts, explain_conflict
from cases.actions.parties import save_employer, save_worker
from cases.actions.steps import take_step
from cases.conflicts import find_conflicts, with_parties
from cases.models import Case, CoRespondent
from cases.workflow import IMPARTIAL, is_check_current
from core import clock
from core.audit import record
from core.errors import Problem
from lawyers.models import FirmClient
from mediation.actions.rounds import schedule_round, take_round_step
from recoveries.actions.receipts import take_receipt_step
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    LawyerFactory,
    MediationRoundFactory,
    ReceiptFactory,
    ReceiptLineFactory,
    UserFactory,
    WorkerFactory,
    clear_check,
    office,
    ready_case,
    staff,
)

pytestmark = pytest.mark.django_db

NAME, PHONE = "钱多多", "13711110001"


# --- a person in every role ---


def as_claimant(case, name, phone):
    worker = WorkerFactory(name=name, phone=phone)
    ClaimantFactory(case=case, worker=worker)
    return lambda new: save_worker(worker, actor=case.handler, office=case.office, name=new)


def as_leader(case, name, phone):
    employer = case.employer
    employer.legal_representative, employer.phone = name, phone
    record(employer, actor=None)
    return lambda new: save_employer(employer, actor=case.handler, legal_representative=new)


def as_leader_of_a_co_respondent(case, name, phone):
    employer = EmployerFactory(legal_representative=name, phone=phone)
    record(CoRespondent(case=case, employer=employer), actor=None)
    return lambda new: save_employer(employer, actor=case.handler, legal_representative=new)


def as_employer_in_person(case, name, phone):
    employer = EmployerFactory(name=name, phone=phone)
    record(CoRespondent(case=case, employer=employer), actor=None)
    return lambda new: save_employer(employer, actor=case.handler, name=new)


def as_handler(case, name, phone):
    handler = case.handler
    handler.name, handler.phone = name, phone
    handler.save()

    return lambda new: rename_user(handler, new)


def as_lawyer(case, name, phone):
    lawyer = LawyerFactory(name=name, phone=phone)
    AssignmentFactory(case=case, lawyer=lawyer)

    return lambda new: rewrite(lawyer, name=new)


def as_client_of_the_firm(case, name, phone):
    client = record(FirmClient(firm=AssignmentFactory(case=case).firm, employer_name=name), actor=None)
    return lambda new: rewrite(client, employer_name=new)


def rename_user(user, name):
    change_person(
        user=user, actor=administrator(), reason="更名", name=name, email=user.email, phone=user.phone
    )


def rewrite(row, **values):
    """As the page of an administrator writes what belongs to a firm."""
    url = reverse(f"admin:lawyers_{row._meta.model_name}_change", args=[row.pk])
    client = Client()
    client.force_login(administrator())
    form = client.get(url).context["adminform"].form
    data = {name: form.initial[name] for name in form.fields if form.initial.get(name)}
    answer = client.post(url, {**data, **values, "reason": "更名"})
    assert answer.status_code == 302, answer.context["errors"]


def administrator():
    return UserFactory(is_superuser=True)


ON_EMPLOYERS_SIDE = (as_leader, as_leader_of_a_co_respondent, as_employer_in_person)
PARTIES = (as_claimant, *ON_EMPLOYERS_SIDE)
SERVING = (as_handler, as_lawyer, as_client_of_the_firm)
FOUND = {"handler_is_party", "lawyer_is_party", "client_is_party", "firm_client"}


def rules(case):
    return {hit["rule"] for hit in find_conflicts(with_parties(case))}


def last_rules(case):
    return {hit["rule"] for hit in case.conflict_checks.first().hits}


def two_cases():
    at = office()
    clerk = staff("clerk", at, name="顾明")
    return CaseFactory(office=at, handler=clerk), CaseFactory(office=at, handler=clerk)


@pytest.mark.parametrize("side", ON_EMPLOYERS_SIDE)
@pytest.mark.parametrize("first", [True, False], ids=["claimant first", "employer first"])
def test_a_claimant_on_the_employers_side_of_another_case_is_found_from_both(side, first):
    one, other = two_cases()
    roles = [(one, as_claimant), (other, side)]
    for case, role in roles if first else reversed(roles):
        role(case, NAME, PHONE)
        check_conflicts(case, actor=case.handler)
    assert (last_rules(one), last_rules(other)) == ({"employer_side"}, {"employer_side"})


@pytest.mark.parametrize("side", ON_EMPLOYERS_SIDE)
@pytest.mark.parametrize("changed", [0, 1], ids=["claimant renamed", "employer renamed"])
def test_when_one_of_them_is_renamed_both_cases_are_checked_again(side, changed):
    one, other = two_cases()
    renamings = [as_claimant(one, "钱一", PHONE), side(other, "钱二", PHONE)]
    for case in (one, other):
        check_conflicts(case, actor=case.handler)
    assert last_rules(one) == last_rules(other) == set()

    renamings[changed]("钱二" if changed == 0 else "钱一")

    assert last_rules(one) == last_rules(other) == {"employer_side"}
    assert all(is_check_current(Case.objects.get(pk=case.pk)) for case in (one, other))


@pytest.mark.parametrize(
    ("one", "other"), [*itertools.product(PARTIES, SERVING), *((as_claimant, side) for side in ON_EMPLOYERS_SIDE)]
)  # fmt: skip
@pytest.mark.parametrize("first", [True, False], ids=["this way", "other way"])
def test_two_roles_in_one_case_are_found_whichever_comes_first(one, other, first):
    case, _ = two_cases()
    for role in (one, other) if first else (other, one):
        role(case, NAME, PHONE)
    expected = {
        as_handler: {"handler_is_party"},
        as_lawyer: {"lawyer_is_party"},
        as_client_of_the_firm: {"firm_client" if one == as_employer_in_person else "client_is_party"},
    }
    assert expected.get(other, {"employer_side"}) <= rules(case)


@pytest.mark.parametrize(("one", "other"), list(itertools.product(PARTIES, SERVING)))
def test_whoever_takes_the_name_of_a_party_is_found_after_the_change(one, other):
    case, _ = two_cases()
    one(case, NAME, PHONE)
    rename = other(case, "孙七", PHONE)
    check_conflicts(case, actor=case.handler)
    assert not FOUND & last_rules(case)
    rename(NAME)
    assert FOUND & last_rules(case)
    assert is_check_current(Case.objects.get(pk=case.pk))


@pytest.mark.parametrize("one", PARTIES)
@pytest.mark.parametrize("other", [as_handler, as_lawyer])
@pytest.mark.parametrize("renamed", ["who serves", "both"])
def test_whoever_bore_the_name_of_a_party_is_found_by_it(one, other, renamed):
    case, _ = two_cases()
    rename = other(case, NAME, PHONE)
    rename("孙七")
    rename_party = one(case, NAME, PHONE)
    if renamed == "both":
        rename_party("孙八")
    (hit,) = find_conflicts(with_parties(case))
    assert (hit["rule"] in FOUND, hit["severity"]) == (True, "hit")
    assert hit["evidence"] == "name,former,phone"


@pytest.mark.parametrize("other", [as_handler, as_lawyer])
def test_a_former_name_that_only_sounds_like_a_party_counts_with_the_telephone(other):
    case, _ = two_cases()
    other(case, "增建国", PHONE)("孙七")
    as_claimant(case, "曾建国", PHONE)
    (hit,) = find_conflicts(with_parties(case))
    assert (hit["severity"], hit["evidence"]) == ("likely", "sound,phone")


def test_a_handler_with_another_phone_is_compared_again():
    case, _ = two_cases()
    as_claimant(case, NAME, PHONE)
    as_handler(case, NAME, "13711110002")
    check = check_conflicts(case, actor=case.handler)
    assert [hit["severity"] for hit in check.hits] == ["maybe"]
    user = case.handler
    change_person(user=user, actor=administrator(), reason="换号", name=NAME, email="", phone=PHONE)
    assert [hit["severity"] for hit in case.conflict_checks.first().hits] == ["hit"]


def test_an_address_of_the_handler_is_no_reason_to_check_again():
    case, _ = two_cases()
    check_conflicts(case, actor=case.handler)
    user = case.handler
    change_person(
        user=user, actor=administrator(), reason="换邮箱", name=user.name, email="a@b.cn", phone=user.phone
    )
    assert case.conflict_checks.count() == 1


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("renamed", ["nobody", "party", "firm"])
def test_a_party_renamed_is_held_against_the_client_of_the_firm(party, renamed):
    case, _ = two_cases()
    rename_party = party(case, NAME if renamed != "party" else "孙七", PHONE)
    rename_client = as_client_of_the_firm(case, NAME if renamed != "firm" else "孙八", "")
    check_conflicts(case, actor=case.handler)
    if renamed != "nobody":
        {"party": rename_party, "firm": rename_client}[renamed](NAME)
    assert {"client_is_party", "firm_client"} & last_rules(case)


def test_a_client_who_is_somebody_else_is_no_alarm():
    case, _ = two_cases()
    as_leader(case, NAME, PHONE)
    as_client_of_the_firm(case, "孙七", "")
    assert rules(case) == set()


def test_a_firm_renamed_to_the_employer_is_found():
    case = CaseFactory(employer=EmployerFactory(name="某某律师事务所"))
    firm = AssignmentFactory(case=case).firm
    check_conflicts(case, actor=case.handler)
    assert "firm_is_party" not in last_rules(case)
    firm.name = "某某律师事务所"
    record(firm, actor=None)
    recheck_cases_of_firm(firm, actor=case.handler)
    assert "firm_is_party" in last_rules(case)


def test_a_firm_that_was_the_employer_by_its_former_name_is_found():
    case = CaseFactory(employer=EmployerFactory(name="某某律师事务所"))
    firm = AssignmentFactory(case=case).firm
    for name in ("某某律师事务所", "另一律师事务所"):
        firm.name = name
        record(firm, actor=None)
    (hit,) = find_conflicts(with_parties(case))
    assert (hit["rule"], hit["evidence"]) == ("firm_is_party", "name,former")


@pytest.mark.parametrize("side", ON_EMPLOYERS_SIDE)
def test_namesakes_elsewhere_without_the_telephone_are_no_alarm(side):
    one, other = two_cases()
    as_claimant(one, NAME, PHONE)
    side(other, NAME, "13900000009")
    assert (rules(one), rules(other)) == (set(), set())


@pytest.mark.parametrize(
    ("here", "there", "evidence"),
    [
        ("张大文", "张 大文", "name,phone"),
        ("张大文", "張大文", "name,phone"),
        ("买买提·艾力", "买买提．艾力", "name,phone"),
        ("买买提", "買買提", "name,phone"),
        ("曾建国", "增建国", "sound,phone"),
        ("张大文", "章大闻", "sound,phone"),
    ],
)
def test_names_of_people_are_compared_as_they_are_written_and_said(here, there, evidence):
    one, other = two_cases()
    as_claimant(one, here, PHONE)
    as_leader(other, there, PHONE)
    for case in (one, other):
        (hit,) = find_conflicts(with_parties(case))
        assert (hit["rule"], set(hit["evidence"].split(","))) == ("employer_side", set(evidence.split(",")))


def test_a_former_name_of_the_worker_counts_and_says_so():
    one, other = two_cases()
    rename = as_claimant(one, NAME, PHONE)
    rename("钱改名")
    as_leader(other, NAME, PHONE)
    (hit,) = find_conflicts(with_parties(one))
    assert hit["evidence"] == "name,former,phone"


# --- companies ---


@pytest.mark.parametrize(
    ("employer", "client", "grade"),
    [
        ("上海壬戌三有限公司", "上海壬戌三有限公司", "hit"),
        ("上海壬戌三有限公司", "上海壬戌三有限责任公司", "likely"),
        ("上海壬戌三有限公司", "壬戌三（上海）有限公司", "likely"),
        ("上海壬戌三有限公司金山分公司", "上海壬戌三有限公司", "likely"),
        ("上海壬戌三有限公司", "上海壬戌三有限公司金山分公司", "likely"),
        ("上海市金山区壬戌三有限公司", "上海壬戌三有限公司", "likely"),
        ("上海丙寅實業有限公司", "上海丙寅实业有限公司", "hit"),
        ("昆山壬戌三有限公司", "壬戌三（昆山）有限公司", "likely"),
        ("上海金山壬戌三有限公司", "上海壬戌三有限公司", "likely"),
        ("上海市金山区朱泾镇大润戊超市", "大润戊超市", "likely"),
        ("大润戊（朱泾店）", "大润戊", "likely"),
        ("个体工商户老王面馆", "老王面馆", "likely"),
        ("上海自贸区壬戌三有限公司", "壬戌三（上海）有限公司", "likely"),
        ("深圳前海壬戌三有限公司", "上海壬戌三有限公司 Renxusan Co., Ltd.", "likely"),
        ("上海辛未机电设备有限公司", "辛未机电", "maybe"),
        ("辛未机电", "上海辛未机电设备有限公司", "maybe"),
        ("上海鑫源己电子有限公司", "上海欣元己电子有限公司", "maybe"),
        ("上海机械有限公司", "常州机械有限公司", None),
        ("上海甲子运输有限公司", "上海乙丑运输有限公司", None),
    ],
)
def test_a_client_of_the_firm_is_compared_by_what_tells_companies_apart(employer, client, grade):
    case = CaseFactory(employer=EmployerFactory(name=employer))
    firm = AssignmentFactory(case=case).firm
    record(FirmClient(firm=firm, employer_name=client), actor=None)
    found = [hit["severity"] for hit in find_conflicts(with_parties(case)) if hit["rule"] == "firm_client"]
    assert found == ([grade] if grade else [])


def test_a_client_known_by_a_former_name_of_the_employer_is_found_after_the_renaming():
    case = CaseFactory(employer=EmployerFactory(name="上海老名电子有限公司"))
    firm = AssignmentFactory(case=case).firm
    record(FirmClient(firm=firm, employer_name="上海老名电子有限公司"), actor=None)
    save_employer(case.employer, actor=case.handler, name="上海新名电子有限公司")
    (hit,) = [hit for hit in case.conflict_checks.first().hits if hit["rule"] == "firm_client"]
    assert (hit["severity"], hit["evidence"]) == ("hit", "name,former")


@pytest.mark.parametrize("employer", ["某某律师事务所", "某某律师事务所上海分所"])
def test_a_firm_sued_by_its_own_staff_is_found(employer):
    case = CaseFactory(employer=EmployerFactory(name=employer))
    firm = AssignmentFactory(case=case).firm
    firm.name = "某某律师事务所"
    record(firm, actor=None)
    assert "firm_is_party" in rules(case)


@pytest.mark.parametrize(
    ("names", "grade"),
    [
        (("上海壬戌三有限公司", "壬戌三（上海）有限公司"), "likely"),
        (("上海壬戌三有限公司", "上海壬戌三有限公司金山分公司"), "likely"),
        (("上海辛未机电设备有限公司", "辛未机电"), "maybe"),
        (("上海壬戌三有限公司", "上海癸亥有限公司"), None),
    ],
)
def test_the_same_worker_against_a_like_employer_is_found_from_both_cases(names, grade):
    at = office()
    one, other = (CaseFactory(office=at, employer=EmployerFactory(name=name)) for name in names)
    worker = WorkerFactory()
    for case in (one, other):
        ClaimantFactory(case=case, worker=worker)
    grades = [[h["severity"] for h in find_conflicts(with_parties(case))] for case in (one, other)]
    assert grades == [[grade] if grade else []] * 2


# --- an outdated check, and recusal ---


def outdated(case):
    """A party changed past the actions that check again."""
    worker = case.claimants.first().worker
    worker.phone = "13700000000"
    record(worker, actor=None)
    return Case.objects.get(pk=case.pk)


def test_an_outdated_check_stops_submit_accept_offer_and_verification():
    case = ready_case()
    with pytest.raises(Problem):
        take_step(outdated(case), "submit", actor=case.handler)
    clear_check(case)
    case = take_step(Case.objects.get(pk=case.pk), "submit", actor=case.handler)
    reviewer = staff("reviewer", case.office)
    clear_check(case)
    worker = case.claimants.get().worker
    worker.phone = "13700000001"
    record(worker, actor=None)
    with pytest.raises(Problem):
        take_step(Case.objects.get(pk=case.pk), "accept", actor=reviewer)
    clear_check(case)
    case = take_step(Case.objects.get(pk=case.pk), "accept", actor=reviewer)

    clear_check(case)
    worker.phone = "13700000002"
    record(worker, actor=None)
    lawyer = LawyerFactory()
    with pytest.raises(Problem, match="利益冲突核查"):
        offer(case, firm=lawyer.firm, lawyer=lawyer, expires_at=clock.now(), actor=case.handler)
    receipt = ReceiptFactory(case=case, proof=AttachmentFactory(case=case))
    with pytest.raises(Problem):
        take_receipt_step(receipt, "verify", actor=staff("supervisor", case.office))
    receipt.refresh_from_db()
    assert receipt.state == "recorded"


def in_review(at):
    return CaseFactory(office=at, handler=staff("clerk", at), state="review", submitted_on=clock.today())


def in_closing(at):
    return CaseFactory(office=at, handler=staff("clerk", at), state="closing", closing_from="settled")


def in_state(state, **values):
    return lambda at: CaseFactory(office=at, handler=staff("clerk", at), state=state, **values)


DECIDE = {
    "accept": (in_review, "reviewer", {}),
    "accept_urgently": (in_review, "reviewer", {"urgent_ground": "急"}),
    "decline": (in_review, "reviewer", {"ground": "out_of_scope"}),
    "return_for_completion": (in_review, "reviewer", {"due_on": clock.today()}),
    "reconsider": (in_state("declined"), "reviewer", {}),
    "withdraw": (in_state("mediation"), "reviewer", {}),
    "terminate": (in_state("mediation"), "reviewer", {"ground": "deception"}),
    "transfer": (in_state("mediation"), "reviewer", {"ground": "other", "transferred_to": "区总"}),
    "approve_closing": (in_closing, "supervisor", {}),
    "return_closing": (in_closing, "supervisor", {}),
    "reopen": (in_state("closed", closing_from="settled"), "supervisor", {}),
}


def test_every_step_that_decides_is_among_them():
    assert set(DECIDE) == IMPARTIAL


@pytest.mark.parametrize("name", DECIDE)
@pytest.mark.parametrize("party", PARTIES)
def test_whoever_is_a_party_does_not_decide(name, party):
    at = office()
    make, role, data = DECIDE[name]
    case = make(at)
    party(case, "顾明", PHONE)
    with pytest.raises(Problem) as refused:
        take_step(case, name, actor=staff(role, at, name="顾明", phone=PHONE), reason="同意", **data)
    assert list(refused.value.message_dict) == ["reason"]
    assert Case.objects.get(pk=case.pk).state == case.state


# --- who decides, mediates, verifies or approves: what they do, in a case of the office ---


def to_decide(at):
    case = in_state("mediation")(at)
    return (
        case,
        "reviewer",
        lambda user: take_step(again(case), "terminate", actor=user, reason="查明", ground="deception"),
    )


def to_judge_the_closing(at):
    case = in_closing(at)
    return (
        case,
        "supervisor",
        lambda user: take_step(again(case), "return_closing", actor=user, reason="补充"),
    )


def to_explain(at):
    case = in_state("mediation")(at)
    as_handler(case, "孙七", "13711110003")
    as_claimant(case, "孙七", "13711110003")

    def explain(user):
        return explain_conflict(check_conflicts(case, actor=case.handler), actor=user, reason="已换人经办")

    return case, "reviewer", explain


def on_money(name, before=(), **data):
    """A step of a receipt; `before` are steps others took, of which asking for the reversal leads on to its counter-entry."""

    def scene(at):
        case = in_state("awarded")(at)
        claim = ClaimFactory(claimant=ClaimantFactory(case=case), agreed=100, received=100)
        receipt = ReceiptFactory(case=case, proof=AttachmentFactory(case=case))
        ReceiptLineFactory(receipt=receipt, claim=claim, amount=receipt.amount)
        for step in before:
            clear_check(case)
            data_of = {"fault": "other", "reason": "退票"} if step == "ask_reversal" else {}
            receipt = take_receipt_step(receipt, step, actor=staff("supervisor", at), **data_of)
            receipt = receipt.counter_entry or receipt

        def act(user):
            clear_check(case)
            return take_receipt_step(receipt, name, actor=user, reason="核对", **data)

        return case, "supervisor", act

    return scene


to_verify, to_reject = on_money("verify"), on_money("reject")
to_send_back = on_money("send_back", fault="sum")
to_ask_reversal = on_money("ask_reversal", ["verify"], fault="sum")
to_reverse = on_money("verify", ["verify", "ask_reversal"])


def in_mediation(at):
    return in_state("mediation", mediation_started_on=clock.today())(at)


def to_be_mediator(at):
    case = in_mediation(at)
    return (
        case,
        "clerk",
        lambda user: schedule_round(
            case, scheduled_at=clock.now(), place="调解室", mediator=user, actor=case.handler
        ),
    )


def to_mediate(at):
    """As the mediator of a round that was set before anything changed."""
    case = in_mediation(at)
    round_ = MediationRoundFactory(case=case)

    def hold(user):
        round_.mediator = user
        record(round_, actor=None)
        said = {"outcome": "adjourned", "attendees": "双方", "minutes": "改期"}
        return take_round_step(round_, "hold", actor=case.handler, **said)

    return case, "clerk", hold


DECIDING = {
    "decides": to_decide,
    "judges the closing": to_judge_the_closing,
    "explains": to_explain,
    "verifies": to_verify,
    "rejects": to_reject,
    "sends back": to_send_back,
    "asks for the reversal": to_ask_reversal,
    "reverses": to_reverse,
    "is to mediate": to_be_mediator,
    "mediates": to_mediate,
}


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("deciding", DECIDING.values(), ids=DECIDING)
@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("renamed", ["nobody", "party", "who decides", "who decides, before", "both, before"])
@pytest.mark.long
def test_whoever_decides_or_mediates_is_no_party_before_and_after_a_change(deciding, party, renamed):
    at = office()
    case, role, act = deciding(at)
    rename_party = party(case, "钱一", PHONE)
    user = staff(role, at, name="钱二" if renamed in ("party", "who decides") else "钱一", phone=PHONE)
    if renamed == "party":
        rename_party("钱二")
    elif renamed == "who decides":
        rename_user(user, "钱一")
    elif renamed != "nobody":
        rename_user(user, "钱三")
    if renamed == "both, before":
        rename_party("钱四")
    with pytest.raises(Problem) as refused:
        act(again(user))
    (field,) = refused.value.message_dict
    assert field == ("mediator" if deciding == to_be_mediator else "reason")
    assert "回避" in refused.value.message_dict[field][0]


@pytest.mark.parametrize(
    "written", ["139-1234-5678", "+86 139 1234 5678", "１３９１２３４５６７８", "13912345678（本人）"]
)
@pytest.mark.parametrize("deciding", [to_be_mediator, to_mediate, to_decide, to_verify])
def test_a_party_whose_telephone_is_written_otherwise_withdraws(deciding, written):
    at = office()
    case, role, act = deciding(at)
    as_claimant(case, NAME, "13912345678")
    with pytest.raises(Problem, match="回避"):
        act(staff(role, at, name=NAME, phone=written))


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("other", [as_handler, as_lawyer])
@pytest.mark.parametrize(
    ("theirs", "written"),
    [
        ("13912345678", "139-1234-5678"),
        ("13912345678", "0086 139 1234 5678"),
        ("021-57312345-801", "（021）57312345转801"),
        ("12351", "１２３５１"),
        ("57312345（照录）", "57312345（照录）"),
    ],
)
def test_a_telephone_counts_however_it_is_written(party, other, theirs, written):
    case, _ = two_cases()
    party(case, NAME, theirs)
    other(case, NAME, written)
    assert {hit["severity"] for hit in find_conflicts(with_parties(case))} == {"hit"}


@pytest.mark.parametrize("deciding", DECIDING.values(), ids=DECIDING)
def test_whoever_is_no_party_is_not_refused(deciding):
    at = office()
    case, role, act = deciding(at)
    as_claimant(case, "钱一", PHONE)
    act(staff(role, at, name="钱二", phone="13711110004"))


def test_a_namesake_decides_once_it_is_said_that_it_is_somebody_else():
    case = ready_case()
    case.claimants.get()
    worker = case.claimants.get().worker
    worker.name = "顾明"
    record(worker, actor=None)
    clear_check(case)
    case = take_step(Case.objects.get(pk=case.pk), "submit", actor=case.handler)
    reviewer = staff("reviewer", case.office, name="顾明", phone="13999999999")
    with pytest.raises(Problem):
        take_step(case, "accept", actor=reviewer)
    assert take_step(case, "accept", actor=reviewer, reason="同名，非本人").state == "accepted"


@pytest.mark.parametrize(("state", "current"), [("terminated", True), ("mediation", False)])
def test_of_an_ended_case_nothing_is_out_of_date(state, current):
    """Its lawyers were released, and money that came in before is still verified."""
    case = CaseFactory(state=state)
    assignment = AssignmentFactory(case=case, state="accepted")
    clear_check(case)
    QuerySet(type(assignment)).filter(pk=assignment.pk).update(state="replaced")
    assert is_check_current(Case.objects.get(pk=case.pk)) is current
