"""Every flow a person may call is an operation of the API under its name; the others are named here, with a reason."""

import pkgutil
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from zhanggui.config.api.urls import api
from zhanggui.people.roles import ROLE_PACKS
from zhanggui.ui.finding import desks

STEPS_OF_OTHER_FLOWS = {
    "claim_stock", "move_claims", "divide_claims", "join_claims", "release_claims", "post_moves", "promise_picks",
    "unpromise_picks", "pick_claimed", "record_progress", "stop_orders", "queue_notices", "withdraw_notices",
    "warn_of_told_parcels", "assign_waybills", "withdraw_requests", "forget_print_data",
    "record_track_events", "withdraw_tracks", "move_collect_deadlines", "deliver_orders", "record_deliveries",
    "queue_buyer_notices", "queue_message_notices",
    "use_supplies", "learn_weights", "step_codes", "request_counts", "hold_missing", "price_sendings",
    "count_receipts", "weigh_listings", "match_shops", "take_pushes", "record_events",
    "mark_requests_paid", "correct_invoiced_prices",
    "blind_places", "unblind_places", "open_bin_checks", "answer_requests",
}  # fmt: skip
NIGHTLY = {
    "find_exceptions", "escalate_exceptions", "escalate_changes", "escalate_intercepts",
    "weigh_shortages", "sweep_incidents",
    "review_arrivals", "go_on_rehearsing", "go_on_rehearsing_gifts",
    "release_due_holds", "forget_answers",
    "forget_done_jobs", "make_partitions", "purge_drafts", "purge_histories", "purge_snapshots", "purge_suggestions",
    "purge_unread",
    "retry_stalled_jobs",
    "prove_promises", "find_anomalies", "sum_work", "warn_of_expiries", "warn_of_documents",
    "pause_lapsed_suppliers", "sum_sales", "hold_lots", "value_moves", "class_skus", "go_on_planning",
}  # fmt: skip
SPEAKING_TO_PLATFORMS = {
    "pull_orders",
    "fetch_orders",
    "fetch_unread",
    "find_missing_orders",
    "run_audits",
    "tell_shipments",
    "tell_memos",
    "publish_stock",
    "tell_prices",
    "read_listings",
    "pull_refunds",
    "fetch_pushed_orders",
    "renew_grants",
    "take_waybills",
    "subscribe_tracks",
    "send_buyer_notices",
}  # jobs: a request would wait for the network
OF_PAGES = {
    "save_views",
    "arrange_views",
    "delete_views",
    "show_receivers",
    "export_receivers",
    "record_prints",
    "show_snapshots",
    "staff_posts",
    "take_print_documents",
    "record_print_results",
    "set_table_printers",
    "save_paper_templates",
    "keep_paper_logos",
    "pause_notes",
    "resume_notes",
    "import_suppliers",
    "import_terms",
}

OF_COMMANDS = {"reseal_receivers"}

REPORTS = {"list_sending_costs"}
"""Reads that add up instead of listing documents."""


def flow_names() -> set[str]:
    rooms = [f"{config.name}.flows" for config in apps.get_app_configs() if config.name.startswith("zhanggui.")]
    found = [import_module(room) for room in rooms if find_spec(room)]
    return {module.name for room in found for module in pkgutil.iter_modules(room.__path__)}


def operation_ids(method: str) -> set[str]:
    return {item[method]["operationId"] for item in api.get_openapi_schema()["paths"].values() if method in item}


def test_every_flow_is_an_operation_or_says_why_not():
    elsewhere = STEPS_OF_OTHER_FLOWS | NIGHTLY | SPEAKING_TO_PLATFORMS | OF_PAGES | OF_COMMANDS
    assert operation_ids("post") == flow_names() - elsewhere


def test_every_desk_is_a_list_and_a_read():
    names = {name.replace("-", "_") for name in desks()}
    assert operation_ids("get") - REPORTS == {f"{verb}_{name}" for name in names for verb in ("list", "read")}
    assert operation_ids("get") >= REPORTS


def test_somebody_besides_the_owner_may_do_every_operation_and_every_action_of_a_desk():
    granted = {grant for pack in ROLE_PACKS for grant in pack.grants}
    rights = {action.right for desk in desks().values() for action in desk.actions}
    rights |= {desk.grant for desk in desks().values()}
    assert operation_ids("post") | rights <= granted
