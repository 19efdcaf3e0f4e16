"""Addresses of the papers of the warehouse, and of the choice of warehouse and carrier.

Its desks, sheets and stations are found by `zhanggui.ui`.
"""

from django.urls import path

from zhanggui.fulfilment import views
from zhanggui.fulfilment.batches import pages as batches
from zhanggui.fulfilment.collected import pages as collected
from zhanggui.fulfilment.costing.pages import sending_costs_view
from zhanggui.fulfilment.cutoffs.editing import cut_off_times_view
from zhanggui.fulfilment.cutoffs.pages import cut_offs_view
from zhanggui.fulfilment.incidents import pages as incidents
from zhanggui.fulfilment.manifests import pages as manifests
from zhanggui.fulfilment.manifests.board_pages import hand_over_board_view
from zhanggui.fulfilment.merging import pages as merging
from zhanggui.fulfilment.outside import pages as outside
from zhanggui.fulfilment.paper_templates import pages as templates
from zhanggui.fulfilment.picking import pages as picking
from zhanggui.fulfilment.places import pages as places
from zhanggui.fulfilment.places.try_pages import preview_costs_view, try_places_view
from zhanggui.fulfilment.print_jobs import pages as print_jobs
from zhanggui.fulfilment.print_jobs import printer_pages as printers
from zhanggui.fulfilment.recalls.pages import recall_file_view
from zhanggui.fulfilment.shifts.pages import shift_sheet_print_view, write_shift_sheet_view
from zhanggui.fulfilment.sorting.pages import wall_cells_view, wall_screen_view
from zhanggui.fulfilment.walls.pages import open_walls_view
from zhanggui.fulfilment.waving import pages as waving
from zhanggui.fulfilment.weighing.pages import set_packagings_view, set_weigh_numbers_view
from zhanggui.fulfilment.working.pages import work_view

app_name = "fulfilment"

urlpatterns = [
    path("papers/labels", views.labels_view, name="labels"),
    path("papers/labels/page", views.label_page_view, name="label_page"),
    path("papers/pick-list", views.pick_list_view, name="pick_list"),
    path("papers/sort-sheet", views.sort_sheet_view, name="sort_sheet"),
    path("papers/notes", views.notes_view, name="notes"),
    path("papers/hand-over", manifests.hand_over_sheet_view, name="hand_over_sheet"),
    path("hand-over/open", manifests.open_manifest_view, name="open_manifest"),
    path("hand-over/batch", manifests.batch_view, name="batch_hand_over"),
    path("hand-over/<int:key>/differences", manifests.differences_view, name="differences"),
    path("reports/parcel-counts", collected.parcel_counts_view, name="parcel_counts"),
    path("reports/parcel-counts/set", collected.set_collected_count_view, name="set_collected_count"),
    path("reports/parcel-counts/list", collected.record_collections_view, name="record_collections"),
    path("reports/parcel-counts/differences", collected.count_differences_view, name="count_differences"),
    path("reports/recall/<int:key>", recall_file_view, name="recall_file"),
    path("reports/work", work_view, name="work"),
    path("reports/sending-costs", sending_costs_view, name="sending_costs"),
    path("shifts/write", write_shift_sheet_view, name="write_shift_sheet"),
    path("shifts/<int:key>/print", shift_sheet_print_view, name="shift_sheet_print"),
    path("boards/hand-over", hand_over_board_view, name="hand_over_board"),
    path("papers/templates", templates.paper_templates_view, name="paper_templates"),
    path("papers/templates/preview", templates.preview_paper_view, name="preview_paper"),
    path("papers/templates/logo", templates.keep_paper_logo_view, name="keep_paper_logo"),
    path("papers/notes/pause", templates.pause_notes_view, name="pause_notes"),
    path("papers/notes/resume", templates.resume_notes_view, name="resume_notes"),
    path("print/jobs", print_jobs.print_jobs_view, name="print_jobs"),
    path("print/jobs/<int:key>", print_jobs.print_job_view, name="print_job"),
    path("print/jobs/<int:key>/state", print_jobs.print_job_state_view, name="print_job_state"),
    path("print/jobs/<int:key>/take", print_jobs.take_print_documents_view, name="take_print_documents"),
    path("print/jobs/<int:key>/renew", print_jobs.renew_print_data_view, name="renew_print_data"),
    path("print/jobs/<int:key>/told", print_jobs.record_print_results_view, name="record_print_results"),
    path("print/jobs/<int:key>/confirm", print_jobs.confirm_prints_view, name="confirm_prints"),
    path("print/jobs/<int:key>/again", print_jobs.reprint_labels_view, name="reprint_labels"),
    path("print/jobs/<int:key>/drop", print_jobs.drop_print_documents_view, name="drop_print_documents"),
    path("print/jobs/<int:key>/labels", print_jobs.print_job_labels_view, name="print_job_labels"),
    path("print/printers", printers.table_printers_view, name="table_printers"),
    path("print/printers/test", printers.test_label_view, name="test_label"),
    path("parcels/merge-groups", merging.merge_groups_view, name="merge_groups"),
    path("parcels/merge-groups/set", merging.set_merge_groups_view, name="set_merge_groups"),
    path("parcels/<int:key>/split", merging.split_parcel_view, name="split_parcel"),
    path("boards/cut-offs", cut_offs_view, name="cut_offs"),
    path("boards/cut-offs/times", cut_off_times_view, name="cut_off_times"),
    path("incidents/report", incidents.report_incident_view, name="report_incident"),
    path("incidents/repeated", incidents.repeated_incidents_view, name="repeated_incidents"),
    path("incidents/<int:key>/photos", incidents.add_incident_photos_view, name="add_incident_photos"),
    path("incidents/photos/<int:key>", incidents.incident_photo_view, name="incident_photo"),
    path("sorting/<int:key>", wall_screen_view, name="wall_screen"),
    path("sorting/<int:key>/cells", wall_cells_view, name="wall_cells"),
    path("print/batches", batches.print_batches_view, name="print_batches"),
    path("print/log", batches.print_log_view, name="print_log"),
    path("print/days/set", batches.set_print_days_view, name="set_print_days"),
    path("picking/", picking.picking_view, name="picking"),
    path("picking/<int:key>", picking.picking_wave_view, name="picking_wave"),
    path("picking/<int:key>/refused", picking.refused_pick_view, name="refused_pick"),
    path("picking/<int:key>/end", picking.end_picking_view, name="end_picking"),
    path("waves/strategies", waving.strategies_view, name="strategies"),
    path("waves/strategies/set", waving.set_strategies_view, name="set_strategies"),
    path("waves/strategies/preview", waving.preview_strategies_view, name="preview_strategies"),
    path("walls/set", open_walls_view, name="open_walls"),
    path("places/regions", places.set_service_regions_view, name="set_service_regions"),
    path("places/capacities", places.set_capacities_view, name="set_capacities"),
    path("places/carriers", places.set_warehouse_carriers_view, name="set_warehouse_carriers"),
    path("places/areas", places.set_carrier_areas_view, name="set_carrier_areas"),
    path("places/freight", places.set_freight_tables_view, name="set_freight_tables"),
    path("places/rules", places.set_carrier_rules_view, name="set_carrier_rules"),
    path("places/weights", places.set_choice_weights_view, name="set_choice_weights"),
    path("places/try", try_places_view, name="try_places"),
    path("places/costs", preview_costs_view, name="preview_costs"),
    path("weighing/packagings", set_packagings_view, name="set_packagings"),
    path("weighing/numbers", set_weigh_numbers_view, name="set_weigh_numbers"),
    path("outside/crate-list", outside.crate_list_view, name="crate_list"),
    path("outside/crate-rules", outside.set_crate_rules_view, name="set_crate_rules"),
    path("outside/crate-times", outside.set_crate_times_view, name="set_crate_times"),
    path("outside/freight", outside.freight_today_view, name="freight_today"),
    path("outside/freight/<int:key>/list", outside.list_freight_view, name="list_freight"),
    path("outside/freight-list", outside.freight_list_view, name="freight_list"),
    path("outside/freight-stations", outside.set_freight_stations_view, name="set_freight_stations"),
]
