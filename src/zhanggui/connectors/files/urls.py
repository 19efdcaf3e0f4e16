"""Addresses of order files. Root: `path("", include("zhanggui.connectors.files.urls"))`."""

from django.urls import path

from zhanggui.connectors.files.mapping import map_columns_view
from zhanggui.connectors.files.views import (
    import_order_file_view,
    order_file_page_view,
    order_file_view,
    refused_rows_view,
)

urlpatterns = [
    path("orders/import", order_file_view, name="hand_in_order_file"),
    path("orders/import/<int:key>", order_file_page_view, name="order_file"),
    path("orders/import/<int:key>/columns", map_columns_view, name="map_columns"),
    path("orders/import/<int:key>/go", import_order_file_view, name="import_order_file"),
    path("orders/import/<int:key>/refused", refused_rows_view, name="refused_rows"),
]
