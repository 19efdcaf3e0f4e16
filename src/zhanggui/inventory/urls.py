"""Addresses of stock beside its desks. Root: `path("", include("zhanggui.inventory.urls"))`."""

from django.urls import path

from zhanggui.inventory.views import open_locations_view, receive_goods_view

urlpatterns = [
    path("stock/receive", receive_goods_view, name="receive_goods"),
    path("stock/bins/open", open_locations_view, name="open_locations"),
]
