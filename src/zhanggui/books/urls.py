"""Addresses of the books beside their desks and sheets. Root: `path("", include("zhanggui.books.urls"))`."""

from django.urls import path

from zhanggui.books.views import trial_balance_view

urlpatterns = [path("books/trial-balance", trial_balance_view, name="trial_balance")]
