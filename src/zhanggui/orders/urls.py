"""Addresses of orders beside their desk and sheet. Root: `path("", include("zhanggui.orders.urls"))`."""

from django.urls import path

from zhanggui.orders.blocking.pages import block_buyers_view
from zhanggui.orders.changes.pages import change_addresses_view
from zhanggui.orders.entering.answers import buyers_view, goods_view, known_receiver_view, pasted_view, region_view
from zhanggui.orders.entering.page import discard_draft_view, enter_order_view, place_draft_view, save_draft_view
from zhanggui.orders.gifting.pages import (
    edit_gift_rule_view,
    gift_rehearsal_view,
    rehearse_gift_rule_view,
    say_gift_rule_view,
    shape_gift_rule_view,
)
from zhanggui.orders.lines.pages import (
    bind_line_view,
    cancel_line_view,
    exchange_line_view,
    find_skus_view,
    reopen_line_view,
    undo_exchange_view,
)
from zhanggui.orders.questions.shown import answer_question_view
from zhanggui.orders.receivers.exporting import export_receivers_view
from zhanggui.orders.receivers.pages import show_receivers_view, show_snapshots_view
from zhanggui.orders.remarks.pages import (
    save_remark_template_view,
    settle_request_view,
    top_up_account_view,
    write_request_view,
)
from zhanggui.orders.ruling.pages import (
    edit_rule_view,
    rehearsal_view,
    rehearse_rule_view,
    review_thresholds_view,
    say_rule_view,
    shape_rule_view,
)
from zhanggui.orders.shortages.pages import shortage_slip_page_view, shortage_slip_view

urlpatterns = [
    path("papers/shortage-slip", shortage_slip_view, name="shortage_slip"),
    path("papers/shortage-slip/page", shortage_slip_page_view, name="shortage_slip_page"),
    path("orders/enter", enter_order_view, name="enter_order"),
    path("orders/enter/save", save_draft_view, name="save_draft"),
    path("orders/enter/place", place_draft_view, name="place_draft"),
    path("orders/enter/discard", discard_draft_view, name="discard_draft"),
    path("orders/enter/goods", goods_view, name="entering_goods"),
    path("orders/enter/buyers", buyers_view, name="entering_buyers"),
    path("orders/enter/buyers/<int:key>", known_receiver_view, name="entering_receiver"),
    path("orders/enter/pasted", pasted_view, name="entering_pasted"),
    path("orders/enter/region", region_view, name="entering_region"),
    path("orders/address", change_addresses_view, name="change_addresses"),
    path("orders/export-receivers", export_receivers_view, name="export_receivers"),
    path("orders/<int:key>/receiver", show_receivers_view, name="show_receivers"),
    path("orders/find-skus", find_skus_view, name="find_skus"),
    path("orders/lines/<int:key>/bind", bind_line_view, name="bind_line"),
    path("orders/lines/<int:key>/exchange", exchange_line_view, name="exchange_line"),
    path("orders/lines/<int:key>/cancel", cancel_line_view, name="cancel_line"),
    path("orders/lines/<int:key>/reopen", reopen_line_view, name="reopen_line"),
    path("orders/lines/<int:key>/take-back", undo_exchange_view, name="undo_exchange"),
    path("orders/snapshots/<int:key>", show_snapshots_view, name="show_snapshots"),
    path("orders/<int:key>/requests/<str:kind>", write_request_view, name="write_request"),
    path("orders/<int:key>/requests/<str:kind>/<int:template_id>", write_request_view, name="write_own_request"),
    path("orders/questions/<int:key>/answer", answer_question_view, name="answer_question"),
    path("orders/requests/<int:key>/<str:how>", settle_request_view, name="settle_request"),
    path("orders/remark-templates/add", save_remark_template_view, name="save_remark_template"),
    path("orders/prepaid-accounts/pay-in", top_up_account_view, name="top_up_account"),
    path("orders/blocked-buyers/add", block_buyers_view, name="block_buyers"),
    path("orders/review-rules/new", edit_rule_view, name="new_rule"),
    path("orders/review-rules/<int:key>/edit", edit_rule_view, name="edit_rule"),
    path("orders/review-rules/<int:key>/rehearse", rehearse_rule_view, name="rehearse_rule"),
    path("orders/review-rules/shape", shape_rule_view, name="shape_rule"),
    path("orders/review-rules/say", say_rule_view, name="say_rule"),
    path("orders/rehearsals/<int:key>", rehearsal_view, name="rehearsal"),
    path("orders/gift-rules/new", edit_gift_rule_view, name="new_gift_rule"),
    path("orders/gift-rules/<int:key>/edit", edit_gift_rule_view, name="edit_gift_rule"),
    path("orders/gift-rules/<int:key>/rehearse", rehearse_gift_rule_view, name="rehearse_gift_rule"),
    path("orders/gift-rules/shape", shape_gift_rule_view, name="shape_gift_rule"),
    path("orders/gift-rules/say", say_gift_rule_view, name="say_gift_rule"),
    path("orders/gift-rehearsals/<int:key>", gift_rehearsal_view, name="gift_rehearsal"),
    path("orders/review-thresholds", review_thresholds_view, name="review_thresholds"),
]
