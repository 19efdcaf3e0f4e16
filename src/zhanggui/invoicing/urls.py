"""Addresses of invoicing beside its desks and sheets."""

from django.urls import path

from zhanggui.invoicing import views

app_name = "invoicing"
urlpatterns = [path("invoicing/enter", views.enter_invoice_view, name="enter_invoice")]
