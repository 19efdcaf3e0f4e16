"""Who is at the door: by password, by session, by key. Nothing here tells whether a user name exists."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.facts import UserSignedIn
from zhanggui.people.keys import hash_of
from zhanggui.people.models import ApiToken, SignInFailure, User
from zhanggui.people.rules import plain_username

FAILURES_ALLOWED = 5
LOCK_TIME = timedelta(minutes=15)
USE_NOTED_EVERY = timedelta(hours=1)
LONGEST_STATION = 40


class WrongSignIn(Refusal):
    """User name or password is wrong."""

    http_state = 401


class NotTheSamePerson(Refusal):
    """{name} works at this table and cannot confirm it as well. Ask somebody else."""


class SecondMayNot(Refusal):
    """{name} may not confirm this. Ask somebody who may."""


class SignInLocked(Refusal):
    """Too many wrong passwords for this user name. Try again in {minutes} minutes."""

    http_state = 429


def check_sign_in(*, username: str, password: str, at: datetime) -> User:
    """The person whose name and password these are, who has signed in now."""
    return _proved(username=username, password=password, at=at, signs_in=True)


def second_person(*, username: str, password: str, beside: Actor, grant: str, at: datetime) -> Actor:
    """Whoever proves who they are at a table where another person works: somebody else, who holds `grant`.

    Nobody is signed in by it. Guesses are counted as at the door.
    """
    user = _proved(username=username, password=password, at=at, signs_in=False)
    if user.pk == beside.user_id:
        raise NotTheSamePerson(name=user.name)
    actor = User.objects.with_rights().get(pk=user.pk).as_actor(station=beside.station)
    if not actor.may(grant):
        raise SecondMayNot(name=user.name)
    return actor


def _proved(*, username: str, password: str, at: datetime, signs_in: bool) -> User:
    """A wrong pair is on record before the refusal is raised."""
    username = plain_username(username)[:64]
    with transaction.atomic():
        # One guess at a time per name, so that a hundred at once are still counted one by one.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [f"sign in {username}"])
        recent = SignInFailure.objects.filter(username=username, at__gt=at - LOCK_TIME)
        if recent.count() >= FAILURES_ALLOWED:
            refusal: Refusal = SignInLocked(minutes=int(LOCK_TIME.total_seconds() // 60))
        else:
            user = User.objects.at_work().filter(username=username).first()
            if _fits(password, user) and user is not None:
                recent.delete()
                if signs_in:
                    announce([UserSignedIn(user.pk)], actor=user.as_actor(), at=at)
                return user
            SignInFailure.objects.create(username=username, at=at)
            refusal = WrongSignIn()
    raise refusal


def _fits(password: str, user: User | None) -> bool:
    """Takes as long for a name that nobody has."""
    if user is None:
        make_password(password)
        return False
    return check_password(password, user.password)


def person_of_session(user_id: int, session_hash: str) -> User | None:
    """The person who signed in, unless they left or changed their password since. One statement."""
    user = User.objects.at_work().with_rights().filter(pk=user_id).first()
    if user is None or not constant_time_compare(session_hash, user.get_session_auth_hash()):
        return None
    return user


def actor_of_key(key: str, *, at: datetime) -> Actor | None:
    """The person a program acts as, at the gun or program its key is labelled with. One statement; the use of a key is
    noted once an hour."""
    owner = (
        User.objects.at_work()
        .with_rights()
        .filter(tokens__key_hash=hash_of(key))
        .annotate(token_id=F("tokens__pk"), token_label=F("tokens__label"), token_used_at=F("tokens__used_at"))
        .first()
    )
    if owner is None:
        return None
    if owner.token_used_at is None or owner.token_used_at < at - USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=owner.token_id).update(used_at=at)
    return owner.as_actor(source="api", station=owner.token_label[:LONGEST_STATION])
