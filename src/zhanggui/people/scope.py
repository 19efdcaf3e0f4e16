"""Scope: the posts, shops and warehouses of a person, checked and written for a whole set."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.models import Role, Shop, User, Warehouse
from zhanggui.people.rules import OwnerOnly, RightsBeyondOwn, check_may_hand_on


@dataclass(frozen=True, slots=True)
class Scope:
    """No shop or warehouse named means all of them."""

    roles: Sequence[str] = ()
    shop_ids: Sequence[int] = ()
    warehouse_ids: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What of the scopes asked for exists within the giver's own scope."""

    roles: Mapping[str, Role]
    shop_ids: frozenset[int]
    warehouse_ids: frozenset[int]

    @classmethod
    def read(cls, scopes: Iterable[Scope], *, actor: Actor) -> "Known":
        """Three statements, whatever the size of the set."""
        scopes = list(scopes)
        codes = {code for scope in scopes for code in scope.roles}
        shops = {key for scope in scopes for key in scope.shop_ids}
        warehouses = {key for scope in scopes for key in scope.warehouse_ids}
        return cls(
            roles={role.code: role for role in Role.objects.filter(code__among=set(codes))},
            shop_ids=frozenset(
                Shop.objects.visible_to(actor).filter(pk__among=set(shops)).values_list("pk", flat=True)
            ),
            warehouse_ids=frozenset(
                Warehouse.objects.visible_to(actor).filter(pk__among=set(warehouses)).values_list("pk", flat=True)
            ),
        )

    def check(self, scope: Scope, *, actor: Actor) -> None:
        """Every part exists for the giver, who hands on no shops, warehouses or guarded rights beyond their own."""
        for code in scope.roles:
            if code not in self.roles:
                raise NotFound(what="Role", key=code)
            if "*" in self.roles[code].grants and not actor.may("*"):
                raise OwnerOnly
            check_may_hand_on(role=self.roles[code].name, grants=set(self.roles[code].grants), actor=actor)
        for key in scope.shop_ids:
            if key not in self.shop_ids:
                raise NotFound(what="Shop", key=key)
        for key in scope.warehouse_ids:
            if key not in self.warehouse_ids:
                raise NotFound(what="Warehouse", key=key)
        if actor.shop_ids is not None and not scope.shop_ids:
            raise RightsBeyondOwn
        if actor.warehouse_ids is not None and not scope.warehouse_ids:
            raise RightsBeyondOwn

    def write(self, scopes: Mapping[int, Scope]) -> None:
        """Each user has exactly this scope. The users must be new or locked."""
        parts = (
            (User.roles.through, "role_id", lambda scope: [self.roles[code].pk for code in scope.roles]),
            (User.shops.through, "shop_id", lambda scope: scope.shop_ids),
            (User.warehouses.through, "warehouse_id", lambda scope: scope.warehouse_ids),
        )
        for link, column, keys in parts:
            link.objects.filter(user_id__in=list(scopes)).delete()
            rows = [(user_id, key) for user_id, scope in scopes.items() for key in dict.fromkeys(keys(scope))]
            insert_rows(link, ("user_id", column), rows)
