"""Make keys with which programs act as people.

Afterwards each key opens the API with the rights of its person. The keys are in the outcome and nowhere else: only
their hashes are kept. A key for somebody else is made only by one who may do all that it would allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.facts import TokenMade
from zhanggui.people.keys import draw_key, hash_of
from zhanggui.people.models import ApiToken, User
from zhanggui.people.rules import check_within_own, check_within_scope


class TokenNeedsLabel(Refusal):
    """Name the program that will use the key."""


@dataclass(frozen=True, slots=True)
class TokenDraft:
    user_id: int
    label: str


@transaction.atomic
def make_api_tokens(*, tokens: Sequence[TokenDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Done holds the keys in the order asked for; refused names drafts by their labels."""
    actor.check("make_api_tokens")
    users = {
        user.pk: user
        for user in User.objects.at_work().with_rights().filter(pk__among=[draft.user_id for draft in tokens])
    }

    def check(draft: TokenDraft) -> None:
        if not draft.label.strip():
            raise TokenNeedsLabel
        user = users.get(draft.user_id)
        if user is None:
            raise NotFound(what="User", key=draft.user_id)
        if draft.user_id != actor.user_id:
            held = user.as_actor()
            check_within_own(grants=held.grants, actor=actor)
            check_within_scope(held, actor=actor)

    ready, refused = divide(tokens, check=check, key=lambda draft: draft.label)

    keys = [draw_key() for _ in ready]
    ApiToken.objects.bulk_create(
        [
            ApiToken(user_id=draft.user_id, label=draft.label.strip(), key_hash=hash_of(key), made_at=at)
            for draft, key in zip(ready, keys, strict=True)
        ]
    )

    announce([TokenMade(draft.user_id, draft.label) for draft in ready], actor=actor, at=at)
    return Outcome(keys, refused)
