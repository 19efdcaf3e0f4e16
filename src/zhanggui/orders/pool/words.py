"""Words of the pool: posts, and what a cause is about."""

from django.utils.translation import gettext

from zhanggui.orders.pool.states import TERMS, Cause
from zhanggui.orders.rules.missing import missing_read
from zhanggui.orders.rules.pool import CAUSE_OF_CHECK, NAMED_CAUSES
from zhanggui.orders.rules.review import NoReceiver
from zhanggui.orders.rules.stops import stop_words
from zhanggui.orders.wording import check_words, note_words
from zhanggui.people.roles import ROLE_PACKS

_POSTS = {pack.code: pack.name for pack in ROLE_PACKS}


def post_words(code: str) -> str:
    """The post in the reader's language; one of the company's own by its code."""
    return gettext(_POSTS[code]) if code in _POSTS else code


def post_choices() -> list[tuple[str, str]]:
    """The posts that causes fall to, each once."""
    codes = dict.fromkeys(post for terms in TERMS.values() for post in (terms.post, terms.lead))
    return [(code, post_words(code)) for code in codes]


def detail_words(cause: str, detail: str) -> str:
    """What a cause is about, in the reader's language."""
    if cause == Cause.STOPPING:
        return stop_words(detail)
    if cause == Cause.RECEIVER:
        return str(NoReceiver(seen=detail).words()["seen"])
    if cause == Cause.PAYMENT:
        return missing_read(detail)
    check, _, seen = detail.partition(": ")
    if CAUSE_OF_CHECK.get(check) == cause and cause in NAMED_CAUSES:
        return check_words(check, seen)
    return note_words(cause, detail)
