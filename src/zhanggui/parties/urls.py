"""Addresses of suppliers beside their desk and sheet. Root: `path("", include("zhanggui.parties.urls"))`."""

from django.urls import path

from zhanggui.parties import import_views, views

app_name = "parties"
urlpatterns = [
    path("suppliers/new", views.new_supplier_view, name="new_supplier"),
    path("suppliers/<int:key>/edit", views.edit_supplier_view, name="edit_supplier"),
    path("suppliers/weights", views.buying_numbers_view, name="buying_numbers"),
    path("suppliers/import", import_views.check_suppliers_view, name="check_suppliers"),
    path("suppliers/import/go", import_views.import_suppliers_view, name="import_suppliers"),
    path("suppliers/terms/import", import_views.check_terms_view, name="check_terms"),
    path("suppliers/terms/import/go", import_views.import_terms_view, name="import_terms"),
    path("suppliers/<int:key>/documents", views.file_document_view, name="file_document"),
    path("suppliers/scans/<int:key>", views.scan_view, name="scan"),
    path("suppliers/reviews/<int:key>.pdf", views.review_report_view, name="review_report"),
]
