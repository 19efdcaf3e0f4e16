"""Addresses of stock control beside its desks. Root: `path("", include("zhanggui.control.urls"))`."""

from django.urls import path

from zhanggui.control.views import stock_control_view, sum_figures_view

urlpatterns = [
    path("stock/control", stock_control_view, name="stock_control"),
    path("stock/control/sum", sum_figures_view, name="sum_stock_figures"),
]
