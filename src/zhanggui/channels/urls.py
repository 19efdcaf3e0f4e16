"""Addresses of the lines to platforms beside their desks. Root: `path("", include("zhanggui.channels.urls"))`."""

from django.urls import path

from zhanggui.channels.health import pages as health
from zhanggui.channels.views import hear_push_view, link_shop_view

urlpatterns = [
    path("shops/<int:key>/link", link_shop_view, name="link_shop"),
    path("shops/<int:key>/audits", health.shop_audits_view, name="shop_audits"),
    path("shops/<int:key>/audits/ask", health.ask_audit_view, name="ask_audit"),
    path("shops/<int:key>/audits/progress", health.audit_progress_view, name="audit_progress"),
    path("shops/<int:key>/troubles", health.shop_troubles_view, name="shop_troubles"),
    path("shops/<int:key>/pause", health.pause_link_view, name="pause_link"),
    path("shops/<int:key>/resume", health.resume_link_view, name="resume_link"),
    path("channels/health", health.channel_health_view, name="channel_health"),
    path("push/channels/<slug:address>", hear_push_view, name="hear_channel_push"),
]
