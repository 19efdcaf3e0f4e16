"""Rules of the company's own: once per version, within what the core allows, and nothing over a person's choice."""

from datetime import timedelta

from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.review_arrivals import review_arrivals
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import GiftGrant, Hold, Order, Review, RuleRun
from zhanggui.orders.testing import (
    AT,
    gift_draft,
    make_gift_rules,
    make_rules,
    rule_draft,
)
from zhanggui.orders.tests.ruled import BY, codes, hold, label


def test_a_rule_holds_what_it_is_about_and_leaves_the_rest(desk):
    make_rules(rule_draft("dear", ("paid", "ge", "500"), acts=[hold("call the buyer")]))
    dear, cheap = desk.order(paid=500), desk.order(paid=499)
    assert codes(dear) == ["held"]
    assert codes(cheap) == []
    assert Hold.objects.get().note == "dear: call the buyer"


def test_no_rule_passes_over_a_check_of_the_program(desk):
    make_rules(rule_draft("pass all", acts=[{"do": "pass"}]))
    order_id = desk.order(buyer_message="red please")
    assert codes(order_id) == ["remark_unread"]
    assert review_arrivals(order_ids=[order_id], **BY).done == []
    assert desk.state(order_id) == "to_review"


def test_what_a_rule_passes_is_reviewed_as_it_arrives_and_the_rest_waits_undecided(desk):
    make_rules(rule_draft("small", ("paid", "lt", "100"), acts=[{"do": "pass"}, label("auto")]))
    small, large = desk.order(paid=10), desk.order(paid=100)
    assert review_arrivals(order_ids=[small, large], **BY).done == [small]
    assert desk.state(large) == "to_review"
    assert list(Review.objects.values_list("order_id", flat=True)) == [small]
    assert Order.objects.get(pk=small).labels == ["auto"]


def test_a_hold_of_one_rule_outvotes_the_pass_of_another(desk):
    make_rules(rule_draft("pass", acts=[{"do": "pass"}]), rule_draft("hold", acts=[hold()]))
    order_id = desk.order()
    assert review_arrivals(order_ids=[order_id], **BY).done == []
    came = [came for _, _, came in RuleRun.objects.get().did]
    assert came == [[["pass", "outvoted"]], [["hold", "done"]]]


def test_wishes_flags_labels_gifts_and_notes_are_written_once(desk):
    from zhanggui.inventory.testing import make_warehouse

    first, second = make_warehouse(), make_warehouse()
    (gift_rule,) = make_gift_rules(gift_draft("asked", sku=desk.sku.code, terms={"only_asked": True}))
    gift, usual = {"do": "gift", "gift": str(gift_rule)}, {"do": "carrier", "carrier": "testcarrier"}
    make_rules(
        rule_draft("one", acts=[{"do": "warehouse", "warehouse": str(first.pk)}, {"do": "flag", "flag": "3"}, gift]),
        rule_draft("two", acts=[{"do": "warehouse", "warehouse": str(second.pk)}, label("a"), label("b")]),
        rule_draft("three", acts=[label("a"), usual, {"do": "note", "note": "hello"}]),
    )
    order_id = desk.order()
    assert codes(order_id) == []
    order = Order.objects.get(pk=order_id)
    assert (order.warehouse_wish_id, order.carrier_wish, order.seller_flag) == (first.pk, "testcarrier", 3)
    assert order.labels == ["a", "b"]
    assert order.version == 2
    assert RuleRun.objects.get().order_version == Review.objects.get().order_version == 2
    assert GiftGrant.objects.values_list("rule_id", "pieces").get() == (gift_rule, 1)
    assert Fact.objects.get(name="orders.order.noted").data == {"note": "hello"}


def test_a_person_s_choice_stands_before_any_rule(desk):
    make_rules(rule_draft("usual", acts=[{"do": "carrier", "carrier": "testcarrier"}]))
    order_id = desk.order()
    Order.objects.filter(pk=order_id).update(carrier_wish="testexpress")
    codes(order_id)
    assert Order.objects.get(pk=order_id).carrier_wish == "testexpress"
    assert RuleRun.objects.get().did[0][2] == [["carrier", "outvoted"]]


def test_the_trace_says_what_was_seen_and_names_all_asked(desk):
    rule_ids = make_rules(
        *(rule_draft(f"r{n}", ("paid", "gt", str(n * 10)), ("state", "is", "浙江省")) for n in range(3))
    )
    codes(desk.order(paid=15))
    run = RuleRun.objects.get()
    assert run.saw == {"paid": "15", "state": "浙江省"}
    assert [rule_id for _, rule_id, _ in run.did] == rule_ids[:2]
    assert len(run.rule_set.version_ids) == 3


def test_a_rule_that_is_off_out_of_its_shops_or_out_of_its_period_is_not_about_an_order(desk):
    off = make_rules(rule_draft("off", acts=[hold()]), is_on=False)
    make_rules(
        rule_draft("late", acts=[hold()], valid_until=AT - timedelta(days=1)),
        rule_draft("early", acts=[hold()], valid_by="paid", valid_from=AT + timedelta(days=1)),
    )
    assert codes(desk.order()) == []
    switch_rules(rule_ids=off, is_on=True, **BY)
    assert codes(desk.order()) == ["held"]


def test_a_flag_of_a_rule_does_not_ask_the_rules_again(desk):
    make_rules(rule_draft("flag", acts=[{"do": "flag", "flag": "1"}, hold()]))
    order_id = desk.order()
    codes(order_id)
    codes(order_id)
    assert RuleRun.objects.count() == 1


def test_a_changed_rule_reaches_orders_that_were_asked_only_on_request(desk):
    (rule_id,) = make_rules(rule_draft("all", acts=[label("old")]))
    order_id = desk.order(buyer_message="?")
    codes(order_id)
    write_rules(drafts=[rule_draft("all", acts=[label("new")], rule_id=rule_id, seen=1)], **BY)
    codes(order_id)
    assert Order.objects.get(pk=order_id).labels == ["old"]
    reapply_rules(order_ids=[order_id], **BY)
    codes(order_id)
    assert Order.objects.get(pk=order_id).labels == ["new"]
