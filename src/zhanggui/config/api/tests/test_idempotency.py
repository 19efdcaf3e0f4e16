"""A write with an Idempotency-Key happens once."""

from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection

from zhanggui.config.api.tests.conftest import Caller
from zhanggui.people.models import ApiToken, IdempotentAnswer, User
from zhanggui.people.testing import PASSWORD, make_user


def draft(username: str) -> dict:
    return {"users": [{"username": username, "password": PASSWORD}]}


def test_repeated_request_gets_the_same_answer_and_does_nothing(owner):
    first = owner.post("create-users", draft("new"), idempotency_key="k1")
    again = owner.post("create-users", draft("new"), idempotency_key="k1")
    assert first.json() == again.json() == {"done": ["new"], "refused": []}
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert owner.post("create-users", draft("new")).json()["done"] == []


def test_key_of_another_request_is_refused(owner):
    owner.post("create-users", draft("new"), idempotency_key="k1")
    for flow, body in (("create-users", draft("other")), ("install-roles", {})):
        response = owner.post(flow, body, idempotency_key="k1")
        assert (response.status_code, response.json()["code"]) == (422, "idempotency_key_reused")
    assert not User.objects.filter(username="other").exists()


def test_keys_of_two_people_are_two_keys(owner):
    other = Caller(make_user("otto", roles=["owner"]))
    assert owner.post("create-users", draft("a"), idempotency_key="k1").json()["done"] == ["a"]
    assert other.post("create-users", draft("b"), idempotency_key="k1").json()["done"] == ["b"]


def test_request_refused_as_a_whole_may_be_repeated(owner, picker):
    assert picker.post("create-users", draft("new"), idempotency_key="k1").status_code == 403
    assert owner.post("create-users", {"users": []}, idempotency_key="k1").status_code == 422
    assert not IdempotentAnswer.objects.exists()


def test_work_and_answer_are_there_together_or_not_at_all(owner, monkeypatch):
    def broken(sealed: bytes) -> bytes:
        raise RuntimeError

    monkeypatch.setattr("zhanggui.config.api.idempotency.seal", broken)
    assert owner.post("create-users", draft("new"), idempotency_key="k1").status_code == 500
    assert not User.objects.filter(username="new").exists()


def test_stored_answers_are_sealed(owner):
    body = {"tokens": [{"user_id": owner.user.pk, "label": "till"}]}
    first = owner.post("make-api-tokens", body, idempotency_key="k1").json()
    (key,) = first["done"]
    assert key.encode() not in bytes(IdempotentAnswer.objects.get().answer)
    assert owner.post("make-api-tokens", body, idempotency_key="k1").json() == first
    assert ApiToken.objects.filter(label="till").count() == 1


def test_key_too_long(owner):
    response = owner.post("create-users", draft("new"), idempotency_key="k" * 201)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency_key_too_long")


@pytest.mark.django_db(
    transaction=True, available_apps=settings.INSTALLED_APPS
)  # so named, tables are emptied by cascade
def test_of_requests_at_the_same_time_one_is_done():
    owner = Caller(make_user("olga", roles=["owner"]))
    together, answers = Barrier(4), []

    def send() -> None:
        together.wait()
        answers.append(owner.post("create-users", draft("new"), idempotency_key="k1"))
        connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert {str(answer.json()) for answer in answers if answer.status_code == 200} == {
        "{'done': ['new'], 'refused': []}"
    }
    assert User.objects.filter(username="new").count() == 1
    assert IdempotentAnswer.objects.count() == 1
