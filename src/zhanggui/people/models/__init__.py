"""Who works here, what they may do, and the shops and warehouses they do it for."""

from zhanggui.people.models.answer import IdempotentAnswer
from zhanggui.people.models.failure import SignInFailure
from zhanggui.people.models.place import Shop, Warehouse
from zhanggui.people.models.token import ApiToken
from zhanggui.people.models.user import Role, User

__all__ = ["ApiToken", "IdempotentAnswer", "Role", "Shop", "SignInFailure", "User", "Warehouse"]
