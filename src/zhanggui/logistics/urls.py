"""Addresses of waybill accounts beside their desks. Root: `path("", include("zhanggui.logistics.urls"))`."""

from django.urls import path

from zhanggui.logistics import views

app_name = "logistics"

urlpatterns = [
    path("waybills/accounts/open", views.open_waybill_accounts_view, name="open_waybill_accounts"),
    path("waybills/accounts/change", views.change_waybill_accounts_view, name="change_waybill_accounts"),
    path("waybills/uses", views.set_account_uses_view, name="set_account_uses"),
]
