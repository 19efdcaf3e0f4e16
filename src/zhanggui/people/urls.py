"""Signing in and one's own account. Include it in the root urls: `path("", include("zhanggui.people.urls"))`."""

from django.urls import path

from zhanggui.people.views.account import account_view, change_password_view, switch_language_view
from zhanggui.people.views.people import new_user_view
from zhanggui.people.views.signing_in import sign_in_view, sign_out_view

urlpatterns = [
    path("sign-in", sign_in_view, name="sign_in"),
    path("sign-out", sign_out_view, name="sign_out"),
    path("language", switch_language_view, name="switch_language"),
    path("account", account_view, name="account"),
    path("account/password", change_password_view, name="change_password"),
    path("people/new", new_user_view, name="new_user"),
]
