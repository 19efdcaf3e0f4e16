"""Pure decisions about names, passwords and who may change whom."""

from collections.abc import Set

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.roles import GUARDED_RIGHTS

SHORTEST_PASSWORD = 8
FEWEST_CHARACTERS = 4
GUESSED_FIRST = frozenset(
    {
        "password", "password1", "passw0rd", "qwertyui", "qwertyuiop", "abc12345", "abcd1234", "a1234567", "a12345678",
        "1q2w3e4r", "1qaz2wsx", "iloveyou", "admin123", "admin888", "woaini1314", "123456789a", "taobao123",
    }
)  # fmt: skip


class PasswordTooWeak(Refusal):
    """Choose a password of at least {length} characters that is not only digits, not the user name and not one
    that everybody tries first."""


class UsernameNotUsable(Refusal):
    """A user name has 1 to 64 characters and no spaces: “{username}” cannot be used."""


class OwnerOnly(Refusal):
    """Only an owner may do this: the account or the role has all rights."""

    http_state = 403


class NotYourself(Refusal):
    """You cannot do this to your own account. Ask a colleague who has the right."""

    http_state = 403


class RightsBeyondOwn(Refusal):
    """You cannot hand on rights, shops or warehouses that you do not have yourself."""

    http_state = 403


class RightsGuarded(Refusal):
    """The post {role} has rights that only somebody who has them can hand on: {rights}. Ask an owner."""

    http_state = 403


def plain_username(text: str) -> str:
    """The one spelling under which a name is stored and looked for."""
    return text.strip().casefold()


def check_username(username: str) -> None:
    if not 1 <= len(username) <= 64 or any(letter.isspace() for letter in username):
        raise UsernameNotUsable(username=username)


def check_password_strength(password: str, *, username: str) -> None:
    plain = password.casefold()
    weak = (
        len(password) < SHORTEST_PASSWORD
        or len(set(plain)) < FEWEST_CHARACTERS
        or plain.isdigit()
        or plain in GUESSED_FIRST
        or username.casefold() in (plain, plain[::-1])
    )
    if weak:
        raise PasswordTooWeak(length=SHORTEST_PASSWORD)


def check_may_change(*, target_grants: Set[str], actor: Actor) -> None:
    """An account with all rights is changed only by one that has them too."""
    if "*" in target_grants and not actor.may("*"):
        raise OwnerOnly


def check_not_self(*, target_id: int, actor: Actor) -> None:
    if target_id == actor.user_id:
        raise NotYourself


def check_within_own(*, grants: Set[str], actor: Actor) -> None:
    """What a key or a role would allow must be something the giver may do."""
    if not actor.may("*") and not grants <= actor.grants:
        raise RightsBeyondOwn


def check_may_hand_on(*, role: str, grants: Set[str], actor: Actor) -> None:
    """Whoever fills posts may fill all of them, but for those with guarded rights the giver lacks."""
    beyond = grants & GUARDED_RIGHTS - actor.grants
    if beyond and not actor.may("*"):
        raise RightsGuarded(role=role, rights=", ".join(sorted(beyond)))


def check_within_scope(held: Actor, *, actor: Actor) -> None:
    """The shops and warehouses of `held` are among the giver's own."""
    for theirs, own in ((held.shop_ids, actor.shop_ids), (held.warehouse_ids, actor.warehouse_ids)):
        if own is not None and (theirs is None or not theirs <= own):
            raise RightsBeyondOwn
