"""Addresses of suppliers beside their desk and sheet. Root: `path("", include("zhanggui.parties.urls"))`."""

from django.urls import path

from zhanggui.parties import views

app_name = "parties"
urlpatterns = [
    path("suppliers/new", views.new_supplier_view, name="new_supplier"),
    path("suppliers/<int:key>/documents", views.file_document_view, name="file_document"),
    path("suppliers/scans/<int:key>", views.scan_view, name="scan"),
    path("suppliers/reviews/<int:key>.pdf", views.review_report_view, name="review_report"),
]
