"""Trouble of the database that is nobody's bug, as sentences a person can act on."""

from django.db import InterfaceError, OperationalError
from psycopg import errors

from zhanggui.kernel.refusal import Refusal


class DatabaseFull(Refusal):
    """The database has no room left on its disk. Nothing was changed. Free some space, then try again."""

    http_state = 507


class DatabaseAway(Refusal):
    """The database does not answer just now. Nothing was changed. Try again in a moment."""

    http_state = 503


class DatabaseBusy(Refusal):
    """Someone else is changing the same documents just now. Nothing was changed. Try again."""

    http_state = 503


_FULL = (errors.DiskFull, errors.OutOfMemory, errors.ConfigurationLimitExceeded)
_BUSY = (errors.DeadlockDetected, errors.LockNotAvailable, errors.SerializationFailure)


def refusal_of(trouble: BaseException) -> Refusal | None:
    """The refusal for this error of the database, or None when it is a bug that must be seen as one."""
    cause = trouble.__cause__
    if isinstance(cause, _FULL):
        return DatabaseFull()
    if isinstance(cause, _BUSY):
        return DatabaseBusy()
    if isinstance(trouble, OperationalError | InterfaceError):
        return DatabaseAway()
    return None
