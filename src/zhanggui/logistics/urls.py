"""Addresses of waybill accounts and of tracking beside their desks."""

from django.urls import path

from zhanggui.logistics import views
from zhanggui.logistics.notices import views as notices
from zhanggui.logistics.tracking import views as tracking

app_name = "logistics"

urlpatterns = [
    path("waybills/accounts/open", views.open_waybill_accounts_view, name="open_waybill_accounts"),
    path("waybills/accounts/change", views.change_waybill_accounts_view, name="change_waybill_accounts"),
    path("waybills/uses", views.set_account_uses_view, name="set_account_uses"),
    path("push/tracking/<slug:code>", tracking.hear_push_view, name="hear_push"),
    path("tracking/account", tracking.set_tracking_accounts_view, name="set_tracking_accounts"),
    path("tracking/limits", tracking.set_track_limits_view, name="set_track_limits"),
    path("tracking/inquiry", tracking.inquiry_view, name="inquiry"),
    path("tracking/figures", tracking.track_figures_view, name="track_figures"),
    path("notices/account", notices.set_notice_accounts_view, name="set_notice_accounts"),
    path("notices/rule", notices.set_notice_rules_view, name="set_notice_rules"),
    path("notices/preview", notices.notice_preview_view, name="notice_preview"),
]
