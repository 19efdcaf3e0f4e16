"""Addresses of the books beside their desks and sheets. Root: `path("", include("zhanggui.books.urls"))`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
