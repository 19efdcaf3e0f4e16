"""A small cast for tests, made through the real flows."""

from collections.abc import Sequence
from datetime import UTC, datetime

from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.flows.make_api_tokens import TokenDraft, make_api_tokens
from zhanggui.people.models import Role, Shop, User, Warehouse

AT = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
PASSWORD = "Orchid-Lantern-7"


def make_user(
    username: str = "anna",
    *,
    roles: Sequence[str] = (),
    shop_ids: Sequence[int] = (),
    warehouse_ids: Sequence[int] = (),
    at: datetime = AT,
) -> User:
    """A person with these posts; the role packs are there."""
    actor = system_actor("test")
    if not Role.objects.exists():
        install_roles(actor=actor, at=at)
    draft = UserDraft(
        username=username,
        name=username.title(),
        password=PASSWORD,
        roles=roles,
        shop_ids=shop_ids,
        warehouse_ids=warehouse_ids,
    )
    create_users(users=[draft], actor=actor, at=at).one()
    return User.objects.get(username=username)


def make_actor(
    username: str = "anna",
    *,
    roles: Sequence[str] = (),
    shop_ids: Sequence[int] = (),
    warehouse_ids: Sequence[int] = (),
) -> Actor:
    return make_user(username, roles=roles, shop_ids=shop_ids, warehouse_ids=warehouse_ids).as_actor()


def make_key(user: User, *, label: str = "test", at: datetime = AT) -> str:
    """An API key of this person."""
    return make_api_tokens(tokens=[TokenDraft(user.pk, label)], actor=system_actor("test"), at=at).one()


def make_shop(code: str = "S1", *, channel: str = "files") -> Shop:
    return Shop.objects.create(code=code, name=f"Shop {code}", channel=channel)


def make_warehouse(code: str = "W1") -> Warehouse:
    return Warehouse.objects.create(code=code, name=f"Warehouse {code}")
