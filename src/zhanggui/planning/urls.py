"""Addresses of planning beside its desks and sheets. Root: `path("", include("zhanggui.planning.urls"))`."""

from django.urls import path

from zhanggui.planning import views

app_name = "planning"
urlpatterns = [
    path("planning/new", views.new_plan_view, name="new_plan"),
    path("planning/numbers", views.numbers_view, name="numbers"),
    path("planning/sales", views.import_sales_view, name="import_sales"),
    path("planning/plans/<int:key>/progress", views.progress_view, name="progress"),
    path("planning/forecasts/<int:key>/chart", views.chart_view, name="chart"),
]
