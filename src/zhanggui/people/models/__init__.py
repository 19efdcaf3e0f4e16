"""Who works here, what they may do, and the shops and warehouses they do it for."""

from zhanggui.people.models.place import Shop, Warehouse
from zhanggui.people.models.token import ApiToken
from zhanggui.people.models.user import Role, User

__all__ = ["ApiToken", "Role", "Shop", "User", "Warehouse"]
