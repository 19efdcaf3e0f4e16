"""The list of people, the page of one, and a new colleague."""

import json
from typing import Any

import pytest
from django.test import Client

from zhanggui.people.models import User
from zhanggui.people.testing import PASSWORD, make_shop, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr() -> Client:
    client = Client()
    client.force_login(make_user("hanna", roles=["hr"]))
    return client


def act(client: Client, action: str, ids: list[int], form: dict | None = None) -> dict:
    body = {"ids": ids, "form": form or {}}
    response: Any = client.post(f"/desk/people/act/{action}", body, content_type="application/json")
    return json.loads(b"".join(response.streaming_content).splitlines()[-1])


def test_people_are_listed_with_posts_and_places(hr):
    shop = make_shop()
    make_user("pat", roles=["picker", "packer"], shop_ids=[shop.pk])
    rows = {row["username"]: row for row in hr.get("/desk/people/rows").json()["rows"]}
    assert [chip["label"] for chip in rows["pat"]["roles"]] == ["配货员", "打包员"]
    assert [chip["label"] for chip in rows["pat"]["shops"]] == [shop.name]
    assert [chip["label"] for chip in rows["hanna"]["shops"]] == ["全部"]
    assert hr.get("/desk/people/").status_code == 200


def test_page_of_a_person_tells_what_happened(hr):
    pat = make_user("pat", roles=["picker"])
    page = hr.get(f"/sheet/people/{pat.pk}/")
    assert page.status_code == 200
    assert "已开通账号 pat" in page.content.decode()
    assert PASSWORD not in page.content.decode()


def test_posts_are_set_for_several_at_once(hr):
    one, two = make_user("one"), make_user("two")
    act(hr, "set_scope", [one.pk, two.pk], {"roles": ["picker"]})
    assert set(User.objects.filter(roles__code="picker")) == {one, two}
    act(hr, "set_scope", [two.pk], {"roles": "packer"})
    assert [role.code for role in two.roles.all()] == ["packer"]
    act(hr, "deactivate_users", [one.pk])
    assert not User.objects.get(pk=one.pk).is_active


def test_new_colleague_can_sign_in(hr):
    fields = {"username": "New", "name": "New One", "password": "123", "language": "zh-hans", "roles": ["picker"]}
    assert hr.post("/people/new", fields).status_code == 422
    assert hr.post("/people/new", fields | {"password": PASSWORD})["Location"] == "/desk/people/"
    assert Client().post("/sign-in", {"username": "new", "password": PASSWORD}).status_code == 302


def test_people_are_the_affair_of_those_who_may():
    client = Client()
    client.force_login(make_user("pat", roles=["picker"]))
    for path in ("/desk/people/", "/people/new"):
        assert client.get(path).status_code == 403
