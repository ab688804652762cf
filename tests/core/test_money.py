"""Sums of money in the database: exact, where a database that adds floats would drift."""

from decimal import Decimal

import pytest
from django.db.models import Q

from cases.models import Claim
from core.money import FenSum, in_yuan, total
from tests.factories import ClaimantFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def test_total_is_exact_0_10_ten_times_and_a_large_sum_is_100000001_00():
    claimant = ClaimantFactory()
    for amount in ["0.10"] * 10 + ["100000000.00"]:
        ClaimFactory(claimant=claimant, claimed=Decimal(amount))
    assert Claim.objects.aggregate(sum=total("claimed"))["sum"] == Decimal("100000001.00")


def test_a_sum_in_fen_is_as_exact_and_knows_its_filter():
    claimant = ClaimantFactory()
    for amount in ["0.10"] * 10 + ["0.29", "100000000.00"]:
        ClaimFactory(claimant=claimant, claimed=Decimal(amount), is_active=amount != "0.29")
    found = Claim.objects.aggregate(all=FenSum("claimed"), upheld=FenSum("claimed", filter=Q(is_active=True)))
    assert found == {"all": 10000000129, "upheld": 10000000100}
    assert str(in_yuan(found["all"])) == "100000001.29"
    assert Claim.objects.filter(pk=0).aggregate(sum=FenSum("claimed")) == {"sum": None}
    assert [str(in_yuan(fen)) for fen in (None, 0, 5)] == ["0.00", "0.00", "0.05"]


def test_total_of_nothing_is_nought():
    assert Claim.objects.aggregate(sum=total("claimed"))["sum"] == Decimal("0.00")


def test_total_can_be_compared_with_a_column():
    claim = ClaimFactory(claimed=Decimal("0.29"))
    claimant = type(claim.claimant).objects.annotate(sum=total("claims__claimed")).get(pk=claim.claimant_id)
    assert claimant.sum == Decimal("0.29")
    assert type(claimant).objects.annotate(sum=total("claims__claimed")).filter(sum=Decimal("0.29")).exists()
