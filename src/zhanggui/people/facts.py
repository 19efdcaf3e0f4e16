"""What is told about people. Never a password, never a key."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class UserCreated(FactOf):
    """A person got an account."""

    NAME: ClassVar[str] = "people.user.created"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    username: str


@dataclass(frozen=True, slots=True)
class UserSignedIn(FactOf):
    """A person signed in."""

    NAME: ClassVar[str] = "people.user.signed_in"
    SUBJECT: ClassVar[str] = "user"
    user_id: int


@dataclass(frozen=True, slots=True)
class ProfileChanged(FactOf):
    """The name or the language of a person changed."""

    NAME: ClassVar[str] = "people.user.profile_changed"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(FactOf):
    """A person has a new password."""

    NAME: ClassVar[str] = "people.user.password_changed"
    SUBJECT: ClassVar[str] = "user"
    user_id: int


@dataclass(frozen=True, slots=True)
class ScopeSet(FactOf):
    """A person's posts, shops and warehouses were set anew."""

    NAME: ClassVar[str] = "people.user.scope_set"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    roles: tuple[str, ...]
    shop_ids: tuple[int, ...]
    warehouse_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UserDeactivated(FactOf):
    """A person can no longer sign in."""

    NAME: ClassVar[str] = "people.user.deactivated"
    SUBJECT: ClassVar[str] = "user"
    user_id: int


@dataclass(frozen=True, slots=True)
class TokenMade(FactOf):
    """A program may act as this person."""

    NAME: ClassVar[str] = "people.user.token_made"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    label: str


@dataclass(frozen=True, slots=True)
class TokenRevoked(FactOf):
    """A program may no longer act as this person."""

    NAME: ClassVar[str] = "people.user.token_revoked"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    label: str


@dataclass(frozen=True, slots=True)
class RoleInstalled(FactOf):
    """A post of the role packs is new, or its rights changed."""

    NAME: ClassVar[str] = "people.role.installed"
    SUBJECT: ClassVar[str] = "role"
    role_id: int
    code: str
    grants: tuple[str, ...]
