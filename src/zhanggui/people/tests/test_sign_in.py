"""Signing in, staying in, being locked out."""

from datetime import timedelta

import pytest
from django.test import Client

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.models import Fact
from zhanggui.people.flows.deactivate_users import deactivate_users
from zhanggui.people.models import SignInFailure, User
from zhanggui.people.signing_in import LOCK_TIME, SignInLocked, WrongSignIn, check_sign_in
from zhanggui.people.testing import AT, PASSWORD, make_user

pytestmark = pytest.mark.django_db
WRONG = "not-the-password"


def sign_in(client: Client, username: str = "anna", password: str = PASSWORD, **more: str):
    return client.post("/sign-in", {"username": username, "password": password, **more})


def test_stranger_is_led_to_the_sign_in_page_and_back(client):
    make_user()
    response = client.get("/account")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in?next=/account"
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert sign_in(client, next="/account")["Location"] == "/account"
    assert client.get("/account").status_code == 200


def test_stranger_with_a_script_gets_problem_details(client):
    response = client.get("/account", headers={"accept": "application/json"})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "sign_in_needed"
    assert client.get("/account", headers={"hx-request": "true"})["HX-Redirect"] == "/sign-in"
    assert client.post("/account", {"name": "x"}).status_code == 401


def test_foreign_next_page_is_not_followed(client):
    make_user()
    assert sign_in(client, next="https://evil.example/")["Location"] == "/"
    assert sign_in(client, next="//evil.example/")["Location"] == "/"


def test_session_is_fresh_after_signing_in_and_cookies_are_closed_to_scripts(client):
    make_user()
    client.cookies["sessionid"] = "planted"
    response = sign_in(client, username=" ANNA ")
    assert response.status_code == 302
    assert client.cookies["sessionid"].value != "planted"
    assert response.cookies["sessionid"]["httponly"]
    assert response.cookies["django_language"]["httponly"]
    assert response.cookies["django_language"].value == "zh-hans"
    assert Fact.objects.filter(name="people.user.signed_in").count() == 1


def test_signing_out_ends_the_session(client):
    make_user()
    sign_in(client)
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/account").status_code == 302
    assert client.get("/sign-out").status_code == 405


def test_wrong_password_and_unknown_name_are_answered_alike(client):
    make_user()
    wrong, unknown = sign_in(client, password=WRONG), sign_in(client, username="nobody", password=WRONG)
    assert wrong.status_code == unknown.status_code == 401
    refused = [list(response.context["form"].non_field_errors()) for response in (wrong, unknown)]
    assert refused[0] == refused[1]
    assert len(refused[0]) == 1


def test_five_wrong_passwords_lock_the_name_for_a_while():
    make_user()
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            check_sign_in(username="anna", password=WRONG, at=AT)
    with pytest.raises(SignInLocked):
        check_sign_in(username="Anna", password=PASSWORD, at=AT + timedelta(minutes=14))
    assert check_sign_in(username="anna", password=PASSWORD, at=AT + LOCK_TIME).username == "anna"


def test_unknown_name_is_locked_too():
    for _ in range(5):
        with pytest.raises(WrongSignIn):
            check_sign_in(username="nobody", password=WRONG, at=AT)
    with pytest.raises(SignInLocked):
        check_sign_in(username="nobody", password=WRONG, at=AT)


def test_right_password_forgets_the_wrong_ones():
    make_user()
    for _ in range(4):
        with pytest.raises(WrongSignIn):
            check_sign_in(username="anna", password=WRONG, at=AT)
    check_sign_in(username="anna", password=PASSWORD, at=AT)
    assert not SignInFailure.objects.exists()


def test_who_left_is_out_at_once(client):
    user = make_user()
    sign_in(client)
    deactivate_users(user_ids=[user.pk], actor=system_actor("test"), at=AT)
    assert client.get("/account").status_code == 302
    assert sign_in(client).status_code == 401


def test_new_password_ends_other_sessions_and_keeps_this_one(client):
    make_user()
    other = Client()
    sign_in(client)
    sign_in(other)
    fields = {"current": PASSWORD, "password": "Willow-Bridge-9", "again": "Willow-Bridge-9"}
    assert client.post("/account/password", fields | {"current": WRONG}).status_code == 422
    assert client.post("/account/password", fields | {"again": "else"}).status_code == 422
    assert client.post("/account/password", fields).status_code == 302
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert sign_in(Client(), password="Willow-Bridge-9").status_code == 302


def test_forms_need_the_token_of_a_page():
    make_user()
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    client.get("/sign-in")
    token = client.cookies["csrftoken"].value
    assert sign_in(client, csrfmiddlewaretoken=token).status_code == 302
    assert client.post("/sign-out").status_code == 403


def test_language_of_the_person_wins_and_is_remembered(client):
    make_user()
    client.post("/language", {"language": "en", "next": "/sign-in"})
    assert b'lang="en"' in client.get("/sign-in").content
    sign_in(client)
    assert client.cookies["django_language"].value == "zh-hans"
    assert client.post("/language", {"language": "en"}).status_code == 302
    assert User.objects.get().language == "en"
    assert client.post("/language", {"language": "tlh"}).status_code == 422


def test_a_page_costs_two_statements_to_know_the_actor(client, django_assert_max_num_queries):
    make_user(roles=["picker", "packer"])
    sign_in(client)
    with django_assert_max_num_queries(2):
        client.get("/no-such-page-at-all")


def test_demo_shows_its_accounts(client, settings):
    make_user(roles=["picker"])
    assert b"anna" not in client.get("/sign-in").content
    settings.DEMO, settings.DEMO_PASSWORD = True, PASSWORD
    content = client.get("/sign-in").content.decode()
    assert "anna" in content
    assert PASSWORD in content
