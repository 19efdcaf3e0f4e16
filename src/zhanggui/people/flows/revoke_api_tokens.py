"""Take keys back.

Afterwards a program that shows one of them is answered as a stranger. Everybody may take back their own.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.people.facts import TokenRevoked
from zhanggui.people.models import ApiToken


@transaction.atomic
def revoke_api_tokens(*, token_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    tokens = {token.pk: token for token in locked(ApiToken.objects.all(), token_ids)}

    def check(token_id: int) -> None:
        token = tokens.get(token_id)
        # Whose key it is would be told by another answer.
        if token is None or (token.user_id != actor.user_id and not actor.may("revoke_api_tokens")):
            raise NotFound(what="API key", key=token_id)

    ready, refused = divide(dict.fromkeys(token_ids), check=check, key=lambda token_id: token_id)

    ApiToken.objects.filter(pk__among=ready).delete()

    announce([TokenRevoked(tokens[key].user_id, tokens[key].label) for key in ready], actor=actor, at=at)
    return Outcome(ready, refused)
