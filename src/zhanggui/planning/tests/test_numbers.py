"""How the company plans, and what it expects of festivals."""

from decimal import Decimal
from typing import Any

import pytest

from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import NotFound
from zhanggui.planning.flows.set_planning_numbers import set_planning_numbers
from zhanggui.planning.flows.set_uplifts import UpliftUnsound, set_uplifts
from zhanggui.planning.models import PlanningNumbers, Uplift
from zhanggui.planning.rules.numbers import NumbersUnsound
from zhanggui.planning.testing import AT, BUYER

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": BUYER, "at": AT}
SERVICE: dict[str, Any] = {"service_a": Decimal(99), "service_b": Decimal(95), "service_c": Decimal(80)}


def test_the_company_plans_by_its_numbers():
    for review_days in (14, 7):
        set_planning_numbers(review_days=review_days, lead_days=3, **SERVICE, **BY)
    assert PlanningNumbers.objects.values_list("review_days", "service_c").get() == (7, Decimal(80))
    with pytest.raises(NumbersUnsound):
        set_planning_numbers(review_days=0, lead_days=3, **SERVICE, **BY)
    assert "review_days 7" in Fact.objects.filter(name="planning.numbers.set").order_by("-id")[0].data["said"]


def test_the_buyer_says_what_a_festival_brings_or_leaves_it_to_history():
    asked = {"double_eleven": Decimal("3.5"), "mid_year": Decimal(200), "easter": Decimal(2)}
    outcome = set_uplifts(uplifts=asked, **BY)
    assert outcome.done == ["double_eleven"]
    assert [type(no) for no in outcome.refused.values()] == [UpliftUnsound, NotFound]
    assert Uplift.objects.values_list("festival", "times").get() == ("double_eleven", Decimal("3.5"))
    assert set_uplifts(uplifts={"double_eleven": None}, **BY).done == ["double_eleven"]
    assert not Uplift.objects.exists()
