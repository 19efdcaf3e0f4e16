"""Sign sheets between shifts: first who leaves, then who takes over.

Afterwards each sheet carries the next of its two signatures, with who and when; with the second it is closed for good.
Nobody signs for both.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.manifests.facts import ShiftSheetSigned
from zhanggui.fulfilment.models import ShiftSheet
from zhanggui.fulfilment.states import ShiftState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.rules.hiding import masked


class SignedByBoth(Refusal):
    """Sheet {number} is signed by both, at {when}."""


class SignedByYou(Refusal):
    """You signed sheet {number} as the one who leaves. Whoever takes over signs next."""


@transaction.atomic
def sign_shift_sheets(*, sheet_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    sheets = list(locked(ShiftSheet.objects.visible_to(actor), sheet_ids))

    def check(sheet: ShiftSheet) -> None:
        if sheet.state == ShiftState.TAKEN:
            raise SignedByBoth(number=sheet.number, when=sheet.taken_at)
        if sheet.state == ShiftState.GIVEN and (sheet.given_by_id, sheet.given_by) == (actor.user_id, actor.name):
            raise SignedByYou(number=sheet.number)

    ready, refused = divide(sheets, check=check, key=lambda sheet: sheet.pk)
    refused |= not_found("shift sheet", sheet_ids, (sheet.pk for sheet in sheets))
    words = masked(note.strip())
    leave = [sheet.pk for sheet in ready if sheet.state == ShiftState.WRITTEN]
    take = [sheet.pk for sheet in ready if sheet.state == ShiftState.GIVEN]
    move_to(ShiftSheet, leave, ShiftState.GIVEN, given_at=at, given_by=actor.name, given_by_id=actor.user_id)
    move_to(
        ShiftSheet, take, ShiftState.TAKEN, taken_at=at, taken_by=actor.name, taken_by_id=actor.user_id,
        taken_note=words,
    )  # fmt: skip
    announce(
        [
            *(ShiftSheetSigned(pk, ShiftState.GIVEN.value, words) for pk in leave),
            *(ShiftSheetSigned(pk, ShiftState.TAKEN.value, words) for pk in take),
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=[sheet.pk for sheet in ready], refused=refused)
