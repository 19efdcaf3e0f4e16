"""Addresses of the books beside their desks and sheets. Root: `path("", include("zhanggui.books.urls"))`."""

from django.urls import path

from zhanggui.books.hand_views import edit_account_view, enter_entry_view, open_account_view
from zhanggui.books.views import ledger_view, trial_balance_view

urlpatterns = [
    path("books/trial-balance", trial_balance_view, name="trial_balance"),
    path("books/accounts/new", open_account_view, name="open_account"),
    path("books/accounts/<int:key>/edit", edit_account_view, name="edit_account"),
    path("books/accounts/<int:key>/ledger", ledger_view, name="ledger"),
    path("books/entries/new", enter_entry_view, name="enter_entry"),
]
