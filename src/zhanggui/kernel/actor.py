"""Who acts, from where, and on which shops and warehouses they may. A visible argument of every flow."""

from dataclasses import dataclass, field

from zhanggui.kernel.refusal import NotAllowed

EVERYTHING: frozenset[str] = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Actor:
    """`shop_ids` / `warehouse_ids` of None mean the whole company. `grants` holds names of flows and rights; `posts`
    are codes of roles, for what is shown to a post, never for what it may do."""

    name: str
    user_id: int | None = None
    grants: frozenset[str] = field(default_factory=frozenset)
    shop_ids: frozenset[int] | None = None
    warehouse_ids: frozenset[int] | None = None
    source: str = "page"
    station: str = ""
    posts: frozenset[str] = field(default_factory=frozenset)

    def may(self, grant: str) -> bool:
        return grant in self.grants or "*" in self.grants

    def check(self, grant: str) -> None:
        """Raise NotAllowed unless this actor holds `grant`."""
        if not self.may(grant):
            raise NotAllowed(grant=grant)

    def sees_shop(self, shop_id: int) -> bool:
        return self.shop_ids is None or shop_id in self.shop_ids

    def sees_warehouse(self, warehouse_id: int) -> bool:
        return self.warehouse_ids is None or warehouse_id in self.warehouse_ids


def system_actor(name: str, *, source: str = "job") -> Actor:
    """The program itself, in a job or a command."""
    return Actor(name=name, grants=EVERYTHING, source=source)
