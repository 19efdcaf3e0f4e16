"""Addresses of orders beside their desk and sheet. Root: `path("", include("zhanggui.orders.urls"))`."""

from django.urls import path

from zhanggui.orders.views import show_receivers_view, show_snapshots_view

urlpatterns = [
    path("orders/<int:key>/receiver", show_receivers_view, name="show_receivers"),
    path("orders/snapshots/<int:key>", show_snapshots_view, name="show_snapshots"),
]
