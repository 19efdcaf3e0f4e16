"""Addresses of the lines to platforms beside their desks. Root: `path("", include("zhanggui.channels.urls"))`."""

from django.urls import path

from zhanggui.channels.views import hear_push_view, link_shop_view

urlpatterns = [
    path("shops/<int:key>/link", link_shop_view, name="link_shop"),
    path("push/channels/<slug:address>", hear_push_view, name="hear_channel_push"),
]
