"""What is told about people. Never a password, never a key."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class UserCreated(FactOf):
    """The account {username} was opened."""

    NAME: ClassVar[str] = "people.user.created"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    username: str


@dataclass(frozen=True, slots=True)
class UserSignedIn(FactOf):
    """Signed in."""

    NAME: ClassVar[str] = "people.user.signed_in"
    SUBJECT: ClassVar[str] = "user"
    user_id: int


@dataclass(frozen=True, slots=True)
class ProfileChanged(FactOf):
    """The profile is now {name}, {language}."""

    NAME: ClassVar[str] = "people.user.profile_changed"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class PasswordChanged(FactOf):
    """The password was changed."""

    NAME: ClassVar[str] = "people.user.password_changed"
    SUBJECT: ClassVar[str] = "user"
    user_id: int


@dataclass(frozen=True, slots=True)
class ScopeSet(FactOf):
    """Posts, shops and warehouses were set: {roles}."""

    NAME: ClassVar[str] = "people.user.scope_set"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    roles: tuple[str, ...]
    shop_ids: tuple[int, ...]
    warehouse_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UserDeactivated(FactOf):
    """The account was closed."""

    NAME: ClassVar[str] = "people.user.deactivated"
    SUBJECT: ClassVar[str] = "user"
    user_id: int


@dataclass(frozen=True, slots=True)
class TokenMade(FactOf):
    """An API key was made for the program {label}."""

    NAME: ClassVar[str] = "people.user.token_made"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    label: str


@dataclass(frozen=True, slots=True)
class TokenRevoked(FactOf):
    """The API key of the program {label} was taken back."""

    NAME: ClassVar[str] = "people.user.token_revoked"
    SUBJECT: ClassVar[str] = "user"
    user_id: int
    label: str


@dataclass(frozen=True, slots=True)
class RoleInstalled(FactOf):
    """The post {code} is new, or its rights changed."""

    NAME: ClassVar[str] = "people.role.installed"
    SUBJECT: ClassVar[str] = "role"
    role_id: int
    code: str
    grants: tuple[str, ...]
