"""Addresses of costing beside its desks and sheets. Root: `path("", include("zhanggui.costing.urls"))`."""

from django.urls import path

from zhanggui.costing.views import method_view, values_on_day_view

urlpatterns = [
    path("costing/values", values_on_day_view, name="values_on_day"),
    path("costing/method", method_view, name="cost_method"),
]
