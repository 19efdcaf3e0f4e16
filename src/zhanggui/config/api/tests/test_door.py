"""Who gets in, and how the door says no."""

import re

import pytest
from django.test import Client

from zhanggui.people.models import User
from zhanggui.people.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = {"users": [{"username": "new", "name": "New", "password": PASSWORD}]}


def check_problem(response, *, state: int, code: str) -> dict:
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, body["status"], body["code"]) == (state, state, code)
    assert body["type"] == f"urn:zhanggui:problem:{code}"
    assert body["title"]
    assert body["detail"]
    return body


def test_key_opens(owner):
    response = owner.post("create-users", NEW)
    assert response.status_code == 200
    assert response.json() == {"done": ["new"], "refused": []}


def test_refused_documents_are_named_in_the_outcome(owner):
    response = owner.post("create-users", {"users": [*NEW["users"], {"username": "olga", "password": PASSWORD}]})
    body = response.json()
    assert body["done"] == ["new"]
    (refused,) = body["refused"]
    assert (refused["id"], refused["code"], refused["data"]) == ("olga", "username_taken", {"username": "olga"})


def test_sentences_come_in_the_language_asked_for(picker):
    chinese = picker.post("create-users", NEW, accept_language="zh-hans").json()
    english = picker.post("create-users", NEW, accept_language="en").json()
    assert chinese["code"] == english["code"]
    assert english["detail"].startswith("You may not do this")


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer zg_wrong"}, {"authorization": "Basic b2xnYTp4"}])
def test_stranger_is_told_to_bring_a_key(headers):
    response = Client().post("/api/v1/create-users", NEW, content_type="application/json", headers=headers)
    check_problem(response, state=401, code="key_needed")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_who_may_not_is_refused(picker):
    body = check_problem(picker.post("create-users", NEW), state=403, code="not_allowed")
    assert body["data"] == {"grant": "create_users"}
    assert not User.objects.filter(username="new").exists()


def test_session_opens_with_the_token_of_a_page():
    user = make_user("olga", roles=["owner"])
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    response = client.post("/api/v1/create-users", NEW, content_type="application/json")
    check_problem(response, state=403, code="page_token_missing")
    client.get("/sign-in")
    token = client.cookies["csrftoken"].value
    response = client.post("/api/v1/create-users", NEW, content_type="application/json", headers={"x-csrftoken": token})
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"user_ids": [1], "is_owner": True}, "is_owner"),
        ({"user_ids": ["1"]}, "user_ids.0"),
        ({"user_ids": [True]}, "user_ids.0"),
        ({"user_ids": [2**63]}, "user_ids.0"),
        ({"user_ids": [0]}, "user_ids.0"),
        ({"user_ids": []}, "user_ids"),
        ({}, "user_ids"),
    ],
)
def test_body_that_is_not_as_documented_is_refused(owner, body, field):
    found = check_problem(owner.post("deactivate-users", body), state=422, code="request_not_valid")
    assert found["data"]["errors"][0]["field"] == field


def test_fields_nobody_offered_are_never_written(owner):
    response = owner.post("create-users", {"users": [NEW["users"][0] | {"is_active": False, "id": 1}]})
    check_problem(response, state=422, code="request_not_valid")
    assert PASSWORD not in response.content.decode()


def test_what_cannot_be_read_is_a_problem(owner):
    check_problem(owner.post("create-users", "{no json"), state=400, code="request_not_readable")
    check_problem(owner.post("create-users", '{"users": "\\u0000"}'), state=400, code="request_not_readable")
    check_problem(owner.get("no-such-thing"), state=404, code="operation_unknown")
    answer = owner.get("create-users")
    check_problem(answer, state=405, code="method_not_offered")
    assert answer["Allow"] == "POST"


def test_bug_of_ours_is_a_problem_and_tells_nothing(owner, monkeypatch):
    def broken(**asked):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("zhanggui.people.api.create_users", broken)
    response = owner.post("create-users", NEW)
    check_problem(response, state=500, code="server_stumbled")
    assert b"secret" not in response.content


def test_documentation_loads_nothing_foreign(client):
    page = client.get("/api/v1/docs").content.decode()
    assert "create_users" in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    operation = schema["paths"]["/api/v1/create-users"]["post"]
    assert operation["operationId"] == "create_users"
    assert "application/problem+json" in operation["responses"]["422"]["content"]
    assert [parameter["name"] for parameter in operation["parameters"]] == ["Idempotency-Key"]


def test_key_costs_one_statement(owner, django_assert_num_queries):
    owner.get("no-such-thing")
    owner.post("revoke-api-tokens", {"token_ids": [99]})
    with django_assert_num_queries(5):  # the key; savepoint, lock, delete and release of the flow
        owner.post("revoke-api-tokens", {"token_ids": [99]})
