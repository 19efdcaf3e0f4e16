"""Addresses of the catalog beside its desk and sheet. Root: `path("", include("zhanggui.catalog.urls"))`."""

from django.urls import path

from zhanggui.catalog.views import check_skus_view, import_skus_view

urlpatterns = [
    path("catalog/import", check_skus_view, name="check_skus"),
    path("catalog/import/go", import_skus_view, name="import_skus"),
]
