"""Addresses of counting beside its desks. Root: `path("", include("zhanggui.counting.urls"))`."""

from django.urls import path

from zhanggui.counting.views import count_numbers_view, open_counts_view

app_name = "counting"
urlpatterns = [
    path("counts/new", open_counts_view, name="open_counts"),
    path("counts/limits", count_numbers_view, name="numbers"),
]
