"""Write off pieces of stopped parcels that nobody finds, for a reason that a second person confirms.

Afterwards they have left the ledger for the place of losses, count as accounted for, and are on the list of overrides;
the rest of the parcel can be cleared. The bins they came from get back only what is there. The same `client_id` again
writes off nothing more.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.catalog.states import Tracking
from zhanggui.fulfilment.baskets.accounting import check_in_basket, sign_for
from zhanggui.fulfilment.baskets.facts import PiecesLost
from zhanggui.fulfilment.baskets.goods import NotOfThisParcel, ToPutBack, bins_for, goods_to_put_back
from zhanggui.fulfilment.goods_codes import code_of_piece
from zhanggui.fulfilment.models import Parcel, PutBack
from zhanggui.fulfilment.overriding.people import check_confirmed
from zhanggui.fulfilment.states import OverrideKind
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.step_codes import step_codes
from zhanggui.inventory.queries import outside, packing_place
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import CodeState, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal

MOVE = "write_off_pieces"


class LossWithoutReason(Refusal):
    """Say why these pieces cannot be found."""


class NothingMissing(Refusal):
    """So many pieces are not missing from parcel {number}: {missing} are."""


class LostByCode(Refusal):
    """SKU {sku} is known by its unique code: name the code of each piece that is lost, at the stop basket."""


class OneCodeOnePiece(Refusal):
    """Code {code} is one piece of one parcel: write it off by itself."""


@transaction.atomic
def write_off_pieces(
    *,
    parcel_ids: Sequence[int],
    sku: str = "",
    pieces: int = 0,
    code: str = "",
    reason: str,
    client_id: UUID | None = None,
    confirmed_by: Actor,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    """All that is missing of these parcels, so many `pieces` of one SKU, or the one piece of the unique `code`, which
    is lost from then on. `confirmed_by` has just
    proved who they are."""
    check_confirmed(confirmed_by, actor=actor)
    if not reason.strip():
        raise LossWithoutReason
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids))
    goods: dict[int, list[ToPutBack]] = {parcel.pk: [] for parcel in parcels}
    for one in goods_to_put_back(goods):
        goods[one.parcel_id].append(one)
    call = client_id or uuid4()
    picks = [one.pick_id for own in goods.values() for one in own]
    if client_id and PutBack.objects.filter(client_id__in=[uuid5(call, str(pk)) for pk in picks]).exists():
        return Outcome(done=list(goods))
    packing = packing_place({parcel.warehouse_id for parcel in parcels})
    coded = Sku.objects.filter(pk__among={one.sku_id for own in goods.values() for one in own}, tracking=Tracking.CODE)
    by_code = set(coded.values_list("pk", flat=True))
    lost = {pk: _missing(own, sku=sku, pieces=pieces) for pk, own in goods.items()}
    if code:
        if len(set(parcel_ids)) > 1 or pieces > 1:
            raise OneCodeOnePiece(code=code)
        lost = {parcel.pk: [_named(code, goods[parcel.pk], sku=sku, parcel=parcel)] for parcel in parcels}

    def check(parcel: Parcel) -> None:
        check_in_basket(parcel, packing=packing)
        count = sum(one.left for one in lost[parcel.pk])
        if not count or count < pieces:
            raise NothingMissing(number=parcel.number, missing=count)
        if not code and (unseen := next((one.sku_code for one in lost[parcel.pk] if one.sku_id in by_code), "")):
            raise LostByCode(sku=unseen)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, goods)
    houses = {parcel.pk: packing[parcel.warehouse_id] for parcel in ready}
    gone = [one for parcel in ready for one in lost[parcel.pk]]

    ids = sign_for(
        gone, kind=OverrideKind.LOST, call=call, reason=reason.strip(), code=code, confirmed_by=confirmed_by,
        actor=actor, at=at,
    )  # fmt: skip
    if code and gone:
        step_codes(codes=[code], state=CodeState.LOST, actor=actor, at=at)
    costs = dict(Sku.objects.filter(pk__among={one.sku_id for one in gone}).values_list("pk", "cost"))
    loss = outside(LocationKind.LOSS) if gone else 0
    post_moves(
        cause=MOVE,
        moves=[
            Posting(pk, one.sku_id, houses[one.parcel_id], loss, one.left, costs[one.sku_id], one.lot)
            for pk, one in zip(ids, gone, strict=True)
        ],
        actor=actor,
        at=at,
    )
    announce(
        [PiecesLost(one.parcel_id, one.sku_code, one.left, reason.strip(), confirmed_by.name) for one in gone],
        actor=actor,
        at=at,
    )
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)


def _missing(own: Sequence[ToPutBack], *, sku: str, pieces: int) -> list[ToPutBack]:
    """What is missing of each pick; `quantity` and `back` leave just the pieces that are meant."""
    found = []
    open_pieces = pieces or sum(one.left for one in own)
    for one in own:
        meant = min(one.left, open_pieces) if sku in ("", one.sku_code) else 0
        if meant:
            found.append(one._replace(quantity=meant, back=0))
            open_pieces -= meant
    return found


def _named(code: str, own: Sequence[ToPutBack], *, sku: str, parcel: Parcel) -> ToPutBack:
    """The pick this piece was taken for. Raises as a scan of it at the stop basket would."""
    if not code_of_piece(code):
        raise NotOfThisParcel(barcode=code, waybill=parcel.waybill)
    waiting, _pieces = bins_for(parcel.waybill, code, own, warehouse_id=parcel.warehouse_id)
    if sku not in ("", waiting[0].sku_code):
        raise NotOfThisParcel(barcode=code, waybill=parcel.waybill)
    return waiting[0]._replace(quantity=1, back=0)
