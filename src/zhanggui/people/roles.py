"""The posts of the company and what each may do: names of flows, and rights to see.

`install_roles` writes this table into the database; a company adds posts of its own beside it.
No post of the warehouse sees what goods cost.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

SEE_RIGHTS = frozenset(
    {
        "see_orders", "see_parcels", "see_stock", "see_catalog", "see_cost",
        "see_receiver", "see_looks", "see_people", "see_channels", "see_jobs", "see_figures", "see_promises",
        "see_work", "see_suppliers", "see_contacts", "see_books", "see_quality", "see_invoices",
        "see_plans", "see_purchases", "see_counts", "see_transfers", "see_differences",
    }
)  # fmt: skip
OTHER_RIGHTS = frozenset(
    {"share_views", "force_review", "verify_by_count", "confirm_overrides", "approve_suppliers", "reassign_inspections"}
)

GUARDED_RIGHTS = frozenset(
    {
        "install_roles", "make_api_tokens", "revoke_api_tokens", "export_receivers",
        "reverse_payments", "top_up_accounts", "reopen_periods",
    }
)  # fmt: skip
"""What makes keys and posts, carries receivers out of the house or gives money: handed on only by who has it."""


@dataclass(frozen=True, slots=True)
class RolePack:
    code: str
    name: str
    department: str
    grants: frozenset[str]


def _pack(code: str, name: str, department: str, *words: str) -> RolePack:
    return RolePack(code, name, department, frozenset(grant for each in words for grant in each.split()))


ENTER = "save_drafts place_drafts discard_drafts copy_orders"
CHANGES = "change_addresses undo_address_changes agree_changes refuse_changes open_intercepts"
TALK = (
    "see_orders see_parcels see_stock see_catalog see_receiver handle_remarks write_memos hold_orders release_orders "
    "take_versions "
    f"{ENTER} {CHANGES} write_requests handle_requests refuse_requests reopen_requests answer_questions"
)
POOL = "end_exceptions assign_exceptions rush_orders"
INCIDENTS = "assign_incidents ask_about_incidents resolve_incidents"
CASES = "ask_intercepts answer_intercepts close_intercepts"
PAPER = "confirm_torn"
PRINT = (
    "print_parcels reprint_parcels open_print_jobs take_print_documents record_print_results confirm_prints "
    "reprint_labels drop_print_documents set_table_printers"
)
DESIGN = "save_paper_templates keep_paper_logos pause_notes resume_notes"
NUMBERS = "cancel_waybills settle_waybills"
ACCOUNTS = (
    "open_waybill_accounts change_waybill_accounts close_waybill_accounts check_balances set_account_uses "
    "drop_account_uses"
)
WAYBILLS = "request_waybills retry_requests reassign_requests settle_requests cancel_numbers"
FOLLOW = (
    "poll_tracks own_anomalies resolve_anomalies ask_about_anomalies tell_anomaly_buyers intercept_anomalies "
    "follow_parcels"
)
NOTICES = "set_notice_rules try_notice_rules resend_buyer_notices silence_notices tell_buyers_again"
SOURCES = "set_notice_accounts set_tracking_accounts close_tracking_accounts set_track_limits drop_track_limits"
STOCK_SHOWN = "match_listings freeze_listings thaw_listings limit_listings price_listings set_shares accept_suggestions"
ITEMS = "bind_lines bind_listings match_listings exchange_lines undo_exchanges cancel_lines reopen_lines apply_bundles"
FLOOR = "see_parcels see_stock write_shift_sheets sign_shift_sheets report_incidents add_incident_photos"
VERIFY = "verify_scan verify_item undo_scans verify_by_hand print_table_labels"
VERIFY_LEAD = "verify_by_count confirm_overrides pass_inspections set_tracking"
GOODS = "import_skus set_bundles set_tracking set_shelf_lives"
INSPECT = "add_codes mark_inspections register_lots"
STORE = "put_away move_stock"
TRANSFER = "see_transfers request_transfers send_transfers receive_transfers cancel_transfers"
TRANSFER_LEAD = "approve_transfers decide_cases"
LOTS = "stop_lots open_lots set_shop_lives"
COUNT = "see_counts begin_bins record_scans finish_bins enter_counts hand_back_bins"
COUNT_LEAD = (
    "see_counts see_differences open_counts approve_differences recount_bins end_counts set_count_numbers "
    "hand_back_bins"
)
QUALITY = (
    "see_quality request_inspections begin_inspections hand_back_inspections record_findings undo_findings "
    "judge_inspections ask_special_acceptance withdraw_inspections set_aside_defects rework_defects scrap_defects "
    "open_supplier_returns hand_over_returns void_supplier_returns take_parts issue_parts answer_spot_checks "
    "measure_pieces add_inspection_photos"
)
QUALITY_LEAD = (
    "decide_special_acceptance reassign_inspections set_sampling_plans set_defect_reasons set_quality_numbers "
    "approve_disposals refuse_disposals plan_spot_checks"
)
CLAIMS = "see_quality open_supplier_claims agree_supplier_claims drop_supplier_claims"
MERGE = "merge_parcels unmerge_parcels split_parcels join_parcels"
BUY = "see_catalog see_stock see_cost see_orders sum_stock_figures"
SUPPLY = (
    "see_suppliers see_contacts add_suppliers edit_suppliers advance_suppliers pause_suppliers resume_suppliers "
    "file_documents set_contacts set_bank_accounts set_terms note_talks score_suppliers review_suppliers "
    "import_suppliers import_terms"
)
ORDER_GOODS = (
    "see_purchases draft_purchases submit_purchases send_purchases confirm_purchases promise_lines end_purchases"
)
PLAN = (
    "see_plans import_sales set_uplifts start_plans edit_suggestions approve_suggestions drop_suggestions "
    "reopen_suggestions order_suggestions"
)
SHOP = "see_orders see_catalog see_stock see_figures"
SLIPS = "open_shortage_slips close_shortage_slips"
TELL = "write_buyer_messages mark_messages_sent requeue_messages withdraw_messages"
SIGN = "sign_shortage_slips unsign_shortage_slips wish_purchases"
WALLS = "open_walls close_walls"
BATCHES = "fill_print_batches close_print_batches"
STRATEGIES = "set_strategies drop_strategies"
WAVES = "build_waves run_strategies kick_out_parcels give_picks release_waves"
PICK = "pick_waves claim_picks take_picks short_picks sort_scan undo_sorts place_waves"
DOOR = "hand_over_parcels hand_over_waybills open_manifests close_manifests send_off_manifests print_manifests"
PLACES = (
    "set_service_regions drop_service_regions set_capacities set_warehouse_carriers set_carrier_areas "
    "drop_carrier_areas set_freight_tables drop_freight_tables set_carrier_rules drop_carrier_rules "
    "set_choice_weights relocate_parcels reroute_parcels restore_parcels"
)
WISHES = "choose_warehouses choose_carriers restore_wishes"
GIFTS = "write_gift_rules switch_gift_rules move_gift_rules rehearse_gifts apply_gifts reapply_gifts"
SCALE = "accept_weights recheck_parcels teach_weights reset_weights set_weigh_numbers set_packagings book_packagings"
CRATES = "mark_crates send_crates return_crates"
OUTSIDE = (
    "drop_crates set_crate_costs set_crate_rules drop_crate_rules set_crate_times set_freight_stations "
    "list_freight sign_freight_runs take_off_freight enter_receipts"
)
INVOICES = (
    "see_invoices see_suppliers see_quality enter_invoices rematch_invoices refuse_invoices set_payment_days "
    "request_payments"
)
INVOICES_LEAD = (
    "accept_differences approve_invoices set_invoice_numbers approve_payment_requests refuse_payment_requests"
)
BOOKS = "see_books post_entries reverse_entries close_periods"
VALUE = "add_landed_costs correct_prices revalue_stock post_costs"
CHART = "open_accounts edit_accounts set_account_roles install_chart reopen_periods"
PEOPLE = "see_people create_users change_profiles change_passwords set_scope deactivate_users"

ROLE_PACKS: tuple[RolePack, ...] = (
    _pack("owner", _("Owner"), "direction", "*"),
    _pack(
        "service_lead", _("Service lead"), "service",
        TALK, ITEMS, POOL, WISHES, SLIPS, TELL, SIGN, FOLLOW, NOTICES, "set_notice_accounts",
        "set_track_limits drop_track_limits",
        "substitute_shortages withdraw_purchase_wishes",
        "set_carrier_areas drop_carrier_areas",
        "review_orders cancel_orders reopen_orders import_orders save_mappings stop_parcels match_lines",
        "block_buyers unblock_buyers save_remark_templates retire_remark_templates",
        "record_payments reserve_balances",
        "write_rules switch_rules move_rules rehearse_rules reapply_rules clear_rule_alarms set_review_thresholds",
        "reapply_gifts",
        "force_review",
        "see_figures see_channels share_views see_looks export_receivers forget_receivers see_promises",
    ),
    _pack("presale", _("Pre-sale service"), "service", TALK, POOL, SLIPS, TELL, FOLLOW),
    _pack(
        "aftersale", _("After-sale service"), "service",
        TALK, POOL, SLIPS, TELL, FOLLOW,
        "exchange_lines undo_exchanges cancel_lines reopen_lines cancel_orders stop_parcels",
    ),
    _pack(
        "reviewer", _("Order reviewer"), "service",
        TALK, ITEMS, POOL, WISHES, SLIPS, TELL, "substitute_shortages wish_purchases",
        "set_carrier_areas drop_carrier_areas",
        "review_orders cancel_orders reopen_orders import_orders save_mappings plan_parcels match_lines", MERGE,
    ),
    _pack(
        "warehouse_manager", _("Warehouse manager"), "warehouse",
        FLOOR, POOL, "set_cut_offs", WALLS, STRATEGIES, PLACES, WISHES, SLIPS, SIGN,
        "see_orders see_catalog see_receiver see_looks see_figures share_views see_promises sum_stock_figures",
        "open_locations receive_goods adjust_stock", VERIFY_LEAD, INSPECT, STORE, LOTS, COUNT_LEAD,
        TRANSFER, TRANSFER_LEAD, QUALITY, QUALITY_LEAD,
        MERGE, "set_merge_groups drop_merge_groups",
        BATCHES, "set_print_days drop_print_days",
        WAVES, PRINT, DESIGN, "plan_parcels",
        PICK, VERIFY, "weigh_parcels ship_parcels",
        "stop_parcels clear_stopped_parcels take_back_parcels",
        PAPER, NUMBERS, CASES, "open_intercepts waive_torn_labels", ACCOUNTS, WAYBILLS, SCALE, CRATES, OUTSIDE,
        DOOR, "reopen_manifests unlist_parcels explain_differences",
        "set_collected_counts record_collections see_work",
        FOLLOW, SOURCES,
        INCIDENTS, "ask_questions put_back_scan put_back_by_hand write_off_pieces",
    ),
    _pack(
        "stock_controller", _("Stock controller"), "warehouse",
        FLOOR, INSPECT, STORE, COUNT, "open_counts end_counts",
        FLOOR, INSPECT, COUNT, "open_counts end_counts", TRANSFER,
        "see_catalog open_locations receive_goods adjust_stock set_packagings book_packagings teach_weights",
    ),
    _pack(
        "print_clerk", _("Print clerk"), "warehouse",
        FLOOR, "relocate_parcels reroute_parcels restore_parcels set_carrier_areas drop_carrier_areas",
        PAPER, NUMBERS, WAYBILLS, MERGE,
        BATCHES, WAVES, STRATEGIES, PRINT, "see_orders see_receiver plan_parcels",
    ),
    _pack("picker", _("Picker"), "warehouse", FLOOR, PICK, COUNT),
    _pack("storekeeper", _("Storekeeper"), "warehouse", FLOOR, STORE, "see_catalog register_lots"),
    _pack("counter", _("Counter"), "warehouse", COUNT),
    _pack("verifier", _("Verifier"), "warehouse", FLOOR, VERIFY, "sort_scan undo_sorts place_waves"),
    _pack("packer", _("Packer"), "warehouse", FLOOR, CRATES, "weigh_parcels recheck_parcels"),
    _pack(
        "shipper", _("Shipper"), "warehouse",
        FLOOR, DOOR, CRATES, PICK, "list_freight sign_freight_runs take_off_freight enter_receipts",
        "weigh_parcels recheck_parcels ship_parcels unlist_parcels",
    ),
    _pack(
        "inspector", _("Inspector"), "warehouse",
        FLOOR, "see_catalog receive_goods pass_inspections", INSPECT, QUALITY,
    ),
    _pack(
        "quality_lead", _("Quality lead"), "warehouse",
        FLOOR, "see_catalog see_figures see_suppliers receive_goods pass_inspections",
        LOTS, INSPECT, QUALITY, QUALITY_LEAD,
    ),
    _pack(
        "exception_handler", _("Exception handler"), "warehouse",
        FLOOR, POOL, SLIPS,
        "see_orders see_receiver hold_orders release_orders take_versions handle_remarks stop_parcels",
        PRINT, "clear_stopped_parcels kick_out_parcels take_back_parcels change_addresses",
        PAPER, NUMBERS, WAYBILLS, CASES, "open_intercepts accept_weights recheck_parcels confirm_overrides",
        "drop_crates take_off_freight",
        FOLLOW,
        INCIDENTS, "ask_questions put_back_scan put_back_by_hand write_off_pieces",
    ),
    _pack(
        "buyer", _("Purchaser"), "buying",
        BUY, SUPPLY, ORDER_GOODS, CLAIMS, PLAN, "see_invoices wish_purchases withdraw_purchase_wishes",
    ),
    _pack(
        "product_manager", _("Product manager"), "buying",
        BUY, SUPPLY, ORDER_GOODS, GOODS, CLAIMS, PLAN, "approve_suppliers set_buying_numbers see_figures share_views",
        "see_invoices",
        "approve_purchases send_back_purchases",
        "set_planning_numbers",
    ),
    _pack("product_specialist", _("Product specialist"), "buying", "see_catalog see_stock", GOODS),
    _pack(
        "operations_director", _("Operations director"), "operations",
        SHOP, "see_cost see_channels see_suppliers share_views",
    ),
    _pack(
        "operations_lead", _("Operations lead"), "operations",
        SHOP, GIFTS, "end_exceptions assign_exceptions",
        "see_channels pull_orders fetch_orders ask_audits tell_shipments publish_stock",
        STOCK_SHOWN,
        "link_shops renew_links pause_links resume_links",
        "import_orders save_mappings see_promises retry_notices settle_notices share_views",
    ),
    _pack(
        "operations_specialist", _("Operations specialist"), "operations",
        SHOP, "see_channels pull_orders ask_audits rehearse_gifts",
    ),
    _pack("planner", _("Campaign planner"), "operations", SHOP, "write_gift_rules move_gift_rules rehearse_gifts"),
    _pack("promoter", _("Promoter"), "operations", SHOP),
    _pack("channel_specialist", _("Channel specialist"), "operations", SHOP, "see_channels"),
    _pack("editor", _("Content editor"), "operations", "see_catalog"),
    _pack("designer", _("Designer"), "operations", "see_catalog"),
    _pack("account_manager", _("Account manager"), "sales", SHOP, "see_parcels see_receiver import_orders", ENTER),
    _pack(
        "distributor_manager", _("Distributor manager"), "sales",
        SHOP, "see_parcels see_receiver import_orders", ENTER,
    ),
    _pack(
        "finance", _("Finance"), "finance",
        "see_orders see_parcels see_stock see_catalog see_cost see_figures", BOOKS, CHART, VALUE, "choose_method",
        INVOICES, INVOICES_LEAD, "settle_supplier_claims",
    ),
    _pack(
        "accountant", _("Accountant"), "finance",
        "see_orders see_stock see_catalog see_cost see_figures", BOOKS, VALUE, INVOICES,
    ),
    _pack(
        "cashier", _("Cashier"), "finance",
        "see_orders see_figures record_payments reverse_payments reserve_balances release_balances top_up_accounts",
        "settle_differences reopen_differences",
    ),
    _pack(
        "it", _("IT"), "technology",
        PEOPLE, "install_roles make_api_tokens revoke_api_tokens see_jobs retry_jobs see_promises",
        "see_channels see_orders see_parcels see_catalog see_stock",
        "pull_orders fetch_orders ask_audits tell_shipments publish_stock retry_notices settle_notices", STOCK_SHOWN,
        "link_shops renew_links pause_links resume_links",
    ),
    _pack("analyst", _("Data analyst"), "technology", BUY, "see_parcels see_figures see_channels share_views"),
    _pack("hr", _("HR"), "people", PEOPLE),
)  # fmt: skip
