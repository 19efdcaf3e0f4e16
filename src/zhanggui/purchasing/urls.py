"""Addresses of this room. Root: `path("", include("zhanggui.purchasing.urls"))`."""

from django.urls import path

from zhanggui.purchasing import views

app_name = "purchasing"
urlpatterns = [
    path("purchases/papers.pdf", views.papers_view, name="papers"),
]
