"""What can go wrong at a station, and where it is shown: no step of the floor goes without a test for each case.

A case that cannot happen at a step says why instead.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from zhanggui.ui.finding import stations

ROOT = Path(__file__).resolve().parents[2]
ROOM = "src/zhanggui/fulfilment/tests"
CASES = (
    "wrong item", "twice", "too many", "stopped", "void", "printer lost", "scale lost", "two at once",
)  # fmt: skip
NO_PRINTER = "– prints nothing"
NO_SCALE = "– weighs nothing"
NO_PIECES = "– parcels are scanned, not pieces"
PAGES = "– its papers are pages that open again"
LABEL_GUARD = f"{ROOM}/test_every_station.py::test_a_void_label_is_refused_and_names_the_new_one"
STEP_GUARD = f"{ROOM}/test_every_step.py::test_a_stopped_parcel_goes_no_further"

STATIONS: dict[str, tuple[str, ...]] = {
    "print": (
        "– no goods are scanned",
        f"{ROOM}/test_print_jobs.py::test_a_label_is_handed_out_once",
        f"{ROOM}/test_print_jobs.py::test_a_parcel_is_in_one_open_job_and_its_print_in_one_job_for_ever",
        STEP_GUARD,
        f"{ROOM}/test_print_parcels.py::test_a_stopped_parcel_is_never_printed_again_and_says_why",
        "tests/printing/test_in_browser.py::test_the_line_breaks_and_the_page_goes_on_by_itself",
        NO_SCALE,
        "tests/races/test_printing.py::test_a_label_is_handed_out_to_one_of_them",
    ),
    "pick": (
        f"{ROOM}/test_take_picks.py::test_on_the_phone_from_the_claim_to_the_packing_table",
        f"{ROOM}/test_take_picks.py::test_on_the_phone_from_the_claim_to_the_packing_table",
        f"{ROOM}/test_take_picks.py::test_on_the_phone_from_the_claim_to_the_packing_table",
        STEP_GUARD,
        LABEL_GUARD,
        NO_PRINTER,
        NO_SCALE,
        "tests/races/test_picking.py::test_two_pickers_never_take_the_same_task",
    ),
    "sort": (
        f"{ROOM}/test_sort_scan.py::test_goods_of_no_parcel_and_of_no_product_are_refused",
        f"{ROOM}/test_sort_scan.py::test_the_same_pull_twice_fills_one_need",
        f"{ROOM}/test_sort_scan.py::test_one_piece_more_than_needed_is_refused_and_remembered",
        f"{ROOM}/test_sort_scan.py::test_pieces_of_a_stopped_parcel_go_to_the_basket_after_those_that_leave",
        f"{ROOM}/test_sort_station.py::test_a_waybill_says_its_cell_unless_it_is_stopped_or_void",
        NO_PRINTER,
        NO_SCALE,
        "tests/races/test_sorting.py::test_eight_stations_with_the_same_goods_fill_every_need_once",
    ),
    "verify": (
        f"{ROOM}/test_verify_scan.py::test_a_piece_that_does_not_belong_is_refused_and_on_record",
        f"{ROOM}/test_verify_scan.py::test_the_same_pull_twice_counts_once_and_answers_alike",
        f"{ROOM}/test_verify_counts.py::test_a_count_over_the_need_counts_nothing",
        f"{ROOM}/test_verify_scan.py::test_stop_void_early_late_and_unknown_each_say_so",
        f"{ROOM}/test_stations.py::TestVerify::test_a_void_label_names_the_one_that_replaced_it",
        f"{ROOM}/test_labels_at_table.py::test_a_printer_lost_in_the_middle_leaves_what_can_be_gone_on_with",
        NO_SCALE,
        "tests/races/test_stations.py::test_fifty_scanners_complete_a_parcel_once",
    ),
    "weigh": (
        f"{ROOM}/test_weigh_parcels.py::test_a_weight_outside_the_band_stops_at_the_scale",
        f"{ROOM}/test_weigh_parcels.py::test_weighing_twice_packs_once",
        f"{ROOM}/test_weigh_station.py::test_a_wrong_weight_is_kept_and_any_table_sees_it",
        f"{ROOM}/test_weigh_station.py::test_a_stopped_parcel_is_refused_with_its_reason_also_after_an_odd_weight",
        LABEL_GUARD,
        NO_PRINTER,
        f"{ROOM}/test_weigh_station.py::test_a_scale_lost_in_the_middle_leaves_the_parcel_as_it_was",
        "tests/races/test_stations.py::test_two_scales_weigh_a_parcel_once_and_use_one_box",
    ),
    "ship": (
        f"{ROOM}/test_hand_over_parcels.py::test_stopped_void_early_and_foreign_parcels_open_nothing",
        f"{ROOM}/test_hand_over_parcels.py::test_scanned_twice_says_when_and_by_whom",
        NO_PIECES,
        STEP_GUARD,
        f"{ROOM}/test_close_manifests.py::test_scanned_and_not_shipped_stopped_or_void_is_named",
        PAGES,
        NO_SCALE,
        "tests/races/test_manifests.py::test_one_parcel_scanned_by_many_is_on_it_once",
    ),
    "freight": (
        f"{ROOM}/test_freight_station.py::test_only_weighed_parcels_of_freight_carriers_are_listed",
        f"{ROOM}/test_freight_station.py::test_what_is_weighed_goes_on_one_list_and_the_phone_is_sealed",
        NO_PIECES,
        STEP_GUARD,
        f"{ROOM}/test_freight_station.py::test_signed_and_gone_with_who_was_stopped_named_and_left",
        PAGES,
        NO_SCALE,
        "tests/races/test_freight.py::test_signed_at_two_tables_it_leaves_once",
    ),
    "crates": (
        f"{ROOM}/test_crates.py::test_only_what_is_marked_goes_out_and_a_bad_crate_goes_again",
        f"{ROOM}/test_crates.py::test_out_with_names_and_a_time_and_in_again",
        NO_PIECES,
        f"{ROOM}/test_crates.py::test_what_is_stopped_outside_comes_back_first",
        LABEL_GUARD,
        PAGES,
        NO_SCALE,
        f"{ROOM}/test_crates.py::test_the_database_lets_nothing_leave_while_it_is_outside",
    ),
    "stop-basket": (
        f"{ROOM}/test_stop_basket.py::test_what_does_not_belong_there_is_refused",
        f"{ROOM}/test_stop_basket.py::test_the_same_pull_counts_once",
        f"{ROOM}/test_stop_basket.py::test_one_piece_too_many_belongs_elsewhere",
        f"{ROOM}/test_stop_basket.py::test_the_station_leads_through_it",
        f"{ROOM}/test_void_labels.py::test_the_stop_basket_is_a_confirmation_too",
        NO_PRINTER,
        NO_SCALE,
        "tests/races/test_places.py::test_moving_back_and_forth_and_stopping_leaves_no_piece_behind",
    ),
}


ASIDE = {
    "tear": "the same paper as the stop basket: test_void_labels.py",
    "crates-in": "beside crates-out, under crates",
    "crates-out": "under crates",
}
"""Stations without a row of their own."""


def test_every_station_has_a_row_or_stands_aside() -> None:
    found = {name for name, one in stations().items() if type(one).__module__.startswith("zhanggui.fulfilment")}
    assert found - ASIDE.keys() <= STATIONS.keys()


@cache
def names_in(path: str) -> set[str]:
    """The names of a file's tests, those of classes with the class before them."""
    found = set()
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        found |= {f"{prefix}{one.name}" for one in inside if isinstance(one, ast.FunctionDef)}
    return found


@pytest.mark.parametrize("station", STATIONS)
def test_each_case_is_shown_or_cannot_happen(station: str) -> None:
    shown = dict(zip(CASES, STATIONS[station], strict=True))
    for case, where in shown.items():
        path, _, name = where.partition("::")
        assert where.startswith("– ") or name in names_in(path), (case, where)
