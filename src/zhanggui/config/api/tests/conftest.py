"""A caller of the API: one line per request."""

from typing import Any

import pytest
from django.test import Client

from zhanggui.people.models import User
from zhanggui.people.testing import make_key, make_user


class Caller:
    """A program with the key of `user`."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.headers = {"authorization": f"Bearer {make_key(user)}"}

    def post(self, flow: str, body: Any, **headers: str) -> Any:
        return Client().post(
            f"/api/v1/{flow}", body, content_type="application/json", headers=self.headers | _spelled(headers)
        )

    def get(self, path: str, **params: Any) -> Any:
        return Client().get(f"/api/v1/{path}", params, headers=self.headers)


def _spelled(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def owner(db) -> Caller:
    return Caller(make_user("olga", roles=["owner"]))


@pytest.fixture
def picker(db) -> Caller:
    return Caller(make_user("pat", roles=["picker"]))
