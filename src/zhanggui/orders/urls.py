"""Addresses of orders beside their desk and sheet. Root: `path("", include("zhanggui.orders.urls"))`."""

from django.urls import path

from zhanggui.orders.listing import block_buyers_view, close_areas_view
from zhanggui.orders.views import show_receivers_view, show_snapshots_view

urlpatterns = [
    path("orders/<int:key>/receiver", show_receivers_view, name="show_receivers"),
    path("orders/snapshots/<int:key>", show_snapshots_view, name="show_snapshots"),
    path("orders/blocked-buyers/add", block_buyers_view, name="block_buyers"),
    path("orders/unreachable-areas/add", close_areas_view, name="close_areas"),
]
