"""What is to be shown for each claim, and by whom: the worker, unless the employer keeps it (劳动争议调解仲裁法 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from labour_law.entitlements.result import Text
from labour_law.errors import gettext_noop

Shower = Literal["worker", "employer"]


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing to be shown, ``by`` whom, and the article that says so."""

    text: Text
    by: Shower
    article: str


def _by_worker(message: str, article: str = "劳动争议调解仲裁法 6") -> Proof:
    return Proof(Text(message), "worker", article)


def _by_employer(message: str, article: str) -> Proof:
    return Proof(Text(message), "employer", article)


EMPLOYMENT = (
    _by_worker(
        gettext_noop(
            "That the worker worked there: contract, pay slips, bank transfers, work card, messages, witnesses."
        ),
        "劳社部发〔2005〕12号 2",
    ),
    _by_employer(
        gettext_noop("The pay register, the form filled in when hired, and the attendance records."),
        "劳社部发〔2005〕12号 2",
    ),
)
"""Needed for each claim there is."""

PROOF: Mapping[str, tuple[Proof, ...]] = MappingProxyType(
    {
        "unpaid_wages": (
            _by_worker(
                gettext_noop("The wage agreed: contract, pay slips, bank statement of the months before.")
            ),
            _by_employer(
                gettext_noop("The pay records of two years, of migrant workers three."),
                "工资支付暂行规定 6; 保障农民工工资支付条例 15",
            ),
        ),
        "minimum_wage": (
            _by_worker(gettext_noop("What was paid: bank statement, pay slips.")),
            _by_employer(
                gettext_noop("The pay records of two years, of migrant workers three."),
                "工资支付暂行规定 6; 保障农民工工资支付条例 15",
            ),
        ),
        "overtime": (
            _by_worker(
                gettext_noop(
                    "That there was overtime, or that the employer has the records of it: rosters, clock-in, messages, "
                    "photos with the time."
                ),
                "法释〔2020〕26号 42",
            ),
            _by_employer(
                gettext_noop(
                    "The attendance records, where it is shown that it has them; it keeps them for two years."
                ),
                "法释〔2020〕26号 42; 工资支付暂行规定 6",
            ),
        ),
        "sick_pay": (
            _by_worker(gettext_noop("The certificate for each absence, and that it was handed in.")),
            _by_employer(
                gettext_noop("What was paid, and by which rule of the house."), "工资支付暂行规定 6"
            ),
        ),
        "standstill": (
            _by_worker(
                gettext_noop(
                    "That the worker was sent home: notice, messages, a closed gate; and what was paid."
                )
            ),
            _by_employer(
                gettext_noop("The pay records of two years, of migrant workers three."),
                "工资支付暂行规定 6; 保障农民工工资支付条例 15",
            ),
        ),
        "double_wages": (
            _by_worker(gettext_noop("The first day of work and the wages of each month.")),
            _by_employer(gettext_noop("A written contract, and when it was signed."), "劳动争议调解仲裁法 6"),
        ),
        "probation": (
            _by_worker(
                gettext_noop(
                    "The contract with its term and the probation, and the wages during it and after."
                )
            ),
            _by_employer(
                gettext_noop("When the probation began and ended, where the contract does not say."),
                "劳动争议调解仲裁法 6",
            ),
        ),
        "severance": (
            _by_worker(
                gettext_noop(
                    "How the employment ended: notice, agreement, messages. Who resigns over the employer's fault says so "
                    "in writing, names the fault, and keeps proof that it arrived."
                )
            ),
            _by_worker(
                gettext_noop("The wages of the last twelve months: bank statement, tax app, pay slips.")
            ),
            _by_employer(
                gettext_noop(
                    "How the years of service are counted; for a term that ended, that it offered to renew it on the same "
                    "terms."
                ),
                "法释〔2020〕26号 44; 劳动合同法 46(5)",
            ),
        ),
        "notice_pay": (
            _by_worker(gettext_noop("The wage of the month before.")),
            _by_employer(gettext_noop("That notice was given 30 days before."), "法释〔2020〕26号 44"),
        ),
        "damages": (
            _by_worker(
                gettext_noop("That the employer ended it: notice, messages, a recording, an account closed.")
            ),
            _by_worker(
                gettext_noop("The wages of the last twelve months: bank statement, tax app, pay slips.")
            ),
            _by_employer(
                gettext_noop(
                    "The ground of the dismissal, the rules it rests on, and that the union was told."
                ),
                "法释〔2020〕26号 44, 47",
            ),
        ),
        "continued_wages": (
            _by_worker(
                gettext_noop(
                    "The wage for normal work, and that the worker asked to go on working and was ready to."
                )
            ),
            _by_employer(
                gettext_noop("That the contract cannot be performed any more, where it says so."),
                "法释〔2025〕12号 16",
            ),
        ),
        "medical_subsidy": (
            _by_worker(
                gettext_noop(
                    "Medical papers, the end of the treatment period, and the assessment of the ability to work."
                ),
                "劳办发〔1997〕18号 2",
            ),
            _by_worker(
                gettext_noop("The wages of the last twelve months: bank statement, tax app, pay slips.")
            ),
        ),
        "annual_leave": (
            _by_worker(gettext_noop("The years of work in all: social-insurance record, earlier contracts.")),
            _by_employer(
                gettext_noop("What leave was given, and what was paid for it."), "劳动争议调解仲裁法 6"
            ),
        ),
        "heat_allowance": (
            _by_worker(
                gettext_noop("Work outdoors or in rooms that are not cooled: photos, roster, the post.")
            ),
            _by_employer(
                gettext_noop("How the workplace was cooled, and that the allowance was paid."),
                "防暑降温措施管理办法 17",
            ),
        ),
        "work_injury": (
            _by_worker(
                gettext_noop("The decision that it was a work injury, and the assessment of the grade."),
                "工伤保险条例 20, 25",
            ),
            _by_worker(gettext_noop("Medical papers, receipts, and the wages of the twelve months before.")),
        ),
        "injury_recognition": (
            _by_worker(
                gettext_noop(
                    "The application with the diagnosis and proof of the employment; witnesses of the accident."
                ),
                "工伤保险条例 18",
            ),
            _by_employer(gettext_noop("That it was no work injury, where it says so."), "工伤保险条例 19(2)"),
        ),
        "insurance_arrears": (
            _by_worker(
                gettext_noop("The social-insurance record with the gaps, and the wages of those months.")
            ),
        ),
    }
)
"""By what is owed: the code of its calculation, or of what is sought elsewhere."""
