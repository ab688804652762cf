"""Sums of money in the database: exact, where a database that adds floats would drift."""

from decimal import Decimal

import pytest

from cases.models import Claim
from core.money import total
from tests.factories import ClaimantFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def test_total_is_exact_0_10_ten_times_and_a_large_sum_is_100000001_00():
    claimant = ClaimantFactory()
    for amount in ["0.10"] * 10 + ["100000000.00"]:
        ClaimFactory(claimant=claimant, claimed=Decimal(amount))
    assert Claim.objects.aggregate(sum=total("claimed"))["sum"] == Decimal("100000001.00")


def test_total_of_nothing_is_nought():
    assert Claim.objects.aggregate(sum=total("claimed"))["sum"] == Decimal("0.00")


def test_total_can_be_compared_with_a_column():
    claim = ClaimFactory(claimed=Decimal("0.29"))
    claimant = type(claim.claimant).objects.annotate(sum=total("claims__claimed")).get(pk=claim.claimant_id)
    assert claimant.sum == Decimal("0.29")
    assert type(claimant).objects.annotate(sum=total("claims__claimed")).filter(sum=Decimal("0.29")).exists()
