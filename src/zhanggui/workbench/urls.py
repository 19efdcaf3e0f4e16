"""Home, search, health."""

from django.urls import path

from zhanggui.workbench.views import broken_promises_view, health_view, home_view, search_view, today_view

urlpatterns = [
    path("", home_view, name="home"),
    path("today", today_view, name="today"),
    path("search", search_view, name="search"),
    path("promises/broken", broken_promises_view, name="broken_promises"),
    path("health", health_view, name="health"),
]
