"""Addresses of quality beside its desks and sheets. Root: `path("", include("zhanggui.quality.urls"))`."""

from django.urls import path

from zhanggui.quality import views

app_name = "quality"
urlpatterns = [
    path("quality/<int:key>/photos", views.add_inspection_photos_view, name="add_inspection_photos"),
    path("quality/photos/<int:key>", views.inspection_photo_view, name="inspection_photo"),
    path("quality/<int:key>/report.pdf", views.inspection_report_view, name="inspection_report"),
    path("quality/returns/<int:key>.pdf", views.return_slip_view, name="return_slip"),
    path("quality/daily", views.daily_report_view, name="daily_report"),
    path("quality/daily.pdf", views.daily_report_pdf_view, name="daily_report_pdf"),
    path("quality/aside", views.set_aside_view, name="set_aside"),
    path("quality/parts", views.issue_parts_view, name="issue_parts"),
    path("quality/plan", views.set_plan_view, name="set_plan"),
    path("quality/reason", views.set_reason_view, name="set_reason"),
    path("quality/numbers", views.numbers_view, name="numbers"),
]
