"""A flow sends as many statements for thirty documents as for one, and locks in one order."""

import pytest

from tests.architecture.makers import MAKERS
from tests.listening import heard, tables_locked
from tests.world import make_world
from zhanggui.config.registry import all_flows
from zhanggui.kernel.locks import LOCK_ORDER

ONE_BY_ONE = {
    "verify_scan": "one pull of the trigger, one statement: tested for itself below",
    "sort_scan": "one piece, one statement: tested for itself in its room",
    "verify_item": "one pull of the trigger, one statement: tested for itself in its room",
    "verify_by_hand": "one line of one parcel",
    "undo_sorts": "one piece on the wall",
    "undo_scans": "one parcel on the table",
    "put_back_scan": "one piece, one scan: tested for itself in its room",
    "pull_orders": "one call and one transaction per page of a platform",
    "fetch_orders": "one call per shop, its page stored in one transaction",
    "fetch_unread": "one call per shop, its page stored in one transaction",
    "find_missing_orders": "one list per shop and hour, asked of the platform: tested for itself in its room",
    "run_audits": "one audit after the other, each like find_missing_orders",
    "tell_memos": "one call per order; each answer is recorded in a transaction of its own",
    "go_on_rehearsing_gifts": "the next thousand orders of each rehearsal, each with a rule of its own",
    "go_on_rehearsing": "the next thousand orders of each rehearsal, each with a rule of its own",
    "tell_prices": "calls for up to four hundred listings of each shop, their answers marked together",
    "go_on_planning": "the next five thousand SKUs of each plan, each with a warehouse of its own",
    "publish_stock": "calls for up to four hundred listings of each shop, their answers marked together",
    "pull_refunds": "one call and one transaction per page of a platform",
    "fetch_pushed_orders": "one call per shop, its page stored in one transaction",
    "renew_grants": "one call and one transaction per shop",
    "read_listings": "one transaction per page of a platform's list",
    "take_waybills": "one set of calls and one transaction per account",
    "check_balances": "one call and one transaction per account",
    "cancel_numbers": "one set of calls per account, one transaction for all: tested for itself in its room",
    "poll_tracks": "one set of calls and one transaction per account",
    "subscribe_tracks": "one set of calls per account",
    "send_buyer_notices": "one set of calls and one transaction per account",
    "try_notice_rules": "one call per rule, nothing on record",
    "tell_shipments": "one call per parcel; each answer is marked in a transaction of its own",
}
WITHOUT_A_SET = {
    "sum_work": "whatever hours are over: one INSERT",
    "install_roles": "the fixed role packs",
    "install_chart": "the fixed chart of accounts",
    "set_account_roles": "the fixed roles of accounts",
    "set_choice_weights": "the fixed parts of a score",
    "staff_posts": "the fixed posts of the demo",
    "forget_answers": "one DELETE by age",
    "purge_drafts": "one DELETE by age",
    "purge_snapshots": "one DELETE by age",
    "purge_suggestions": "one DELETE by age",
    "purge_unread": "one DELETE by age",
    "purge_histories": "one DELETE by age of each history",
    "escalate_changes": "whatever has passed a mark: three statements",
    "warn_of_expiries": "whatever runs out soon: three statements",
    "escalate_intercepts": "whatever has passed a mark: three statements",
    "sweep_incidents": "whatever lies too long or went on, at most five hundred each",
    "release_due_holds": "whatever is due, at most a thousand: five statements",
    "escalate_exceptions": "whatever is due, at most a thousand: four statements",
    "set_review_thresholds": "the one row of numbers",
    "set_buying_numbers": "the one row of numbers",
    "set_count_numbers": "the one row of numbers",
    "set_quality_numbers": "the one row of numbers",
    "set_invoice_numbers": "the one row of numbers",
    "set_planning_numbers": "the one row of numbers",
    "set_uplifts": "the nine festivals",
    "choose_method": "the one row of the method",
    "sum_sales": "whatever days are new: one statement",
    "warn_of_documents": "whatever runs out soon: four statements",
    "pause_lapsed_suppliers": "whatever has run out: four statements",
    "set_weigh_numbers": "the one row of numbers",
    "set_table_printers": "the few ways one table prints",
    "make_partitions": "the months to come",
    "forget_done_jobs": "one DELETE by age",
    "retry_stalled_jobs": "whatever stalled: two statements",
    "prove_promises": "every proof once, whatever there is",
    "short_picks": "one SKU in one bin, told by one picker; stock is locked before any bin",
    "retry_jobs": "two statements; jobs that failed cannot be made by a flow",
}


def test_every_flow_on_a_set_is_counted():
    counted = {name.partition(":")[0] for name in MAKERS}
    exempt = set(ONE_BY_ONE) | set(WITHOUT_A_SET)
    assert {flow.name for flow in all_flows()} - counted - exempt == set()
    assert counted & exempt == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(MAKERS))
def test_statements_do_not_grow_with_the_set_and_locks_keep_their_order(name):
    world = make_world()
    sent = []
    for size in (1, 30):
        call = MAKERS[name](world, size)
        with heard() as statements:
            outcome = call()
        if hasattr(outcome, "refused") and "short" not in name:
            assert outcome.refused == {}
            assert len(outcome.done) == size or name == "pick_waves"
        sent.append([" ".join(sql.split())[:110] for sql in statements])
        locked = tables_locked(statements)
        assert locked == sorted(locked, key=LOCK_ORDER.index), f"locks taken in the order {locked}"
    one, thirty = sent
    assert len(one) == len(thirty), "\n".join(["one:", *one, "thirty:", *thirty])
