"""Choose warehouse and carrier for groups of goods: load what the rules ask, let them decide, keep why.

The statements are the same few for one group and for a thousand. Where there is one warehouse with one carrier, and
nothing is written down that could forbid it, one statement finds that out and nothing is weighed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from zhanggui.fulfilment.models import Choice as ChoiceRow
from zhanggui.fulfilment.places.books import categories_of, is_plain, load_books
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.choices import MOST_OUT, Books, Candidate, Case, Choice, choose_each
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order


class Goods(NamedTuple):
    """What goes into one parcel. `order_ids`: the first gives the receiver, the remarks of all are read.

    `holds_stock_in` names the warehouse in which the pieces are claimed already; `ruled` which of the two wishes a rule
    of the company's own asked for.
    """

    key: int
    order_ids: tuple[int, ...]
    number: str
    shop_id: int
    shop_carrier: str
    ship_by: datetime | None
    needs: Mapping[int, int]
    grams: int
    warehouse_wish: int | None = None
    carrier_wish: str = ""
    volume_cm3: int = 0
    holds_stock_in: int | None = None
    ruled: frozenset[str] = frozenset()


class Place(NamedTuple):
    """Where a parcel is sent from and with whom; `told` is why, None where nothing else was possible."""

    warehouse_id: int
    carrier: str
    told: dict[str, Any] | None = None


class Places(NamedTuple):
    """The place of each group, and why another has none."""

    chosen: dict[int, Place]
    refused: dict[int, Refusal]


def choose_places(goods: Sequence[Goods], *, warehouse_ids: Sequence[int], at: datetime) -> Places:
    """A look without locks: the claim itself decides. `warehouse_ids` come in their order of priority, not empty."""
    if len(warehouse_ids) == 1 and not any(one.warehouse_wish or one.carrier_wish for one in goods):
        plain = is_plain(warehouse_ids[0], at=at)
        if plain is not None and all((plain or one.shop_carrier) in known_carriers() for one in goods):
            return Places({one.key: Place(warehouse_ids[0], plain or one.shop_carrier) for one in goods}, {})
    choices = weigh_places(goods, warehouse_ids=warehouse_ids, at=at)
    chosen: dict[int, Place] = {}
    refused: dict[int, Refusal] = {}
    for one in goods:
        choice = choices[one.key]
        if choice.chosen:
            told = told_of(choice) if len(choice.candidates) > 1 or choice.gave_up else None
            chosen[one.key] = Place(choice.chosen.warehouse_id, choice.chosen.carrier, told)
        elif choice.refusal:
            refused[one.key] = choice.refusal
    return Places(chosen, refused)


def named(refusal: Refusal) -> Refusal:
    """The refusal with its reasons, if it has any, carriers by the name people say."""
    if "reasons" not in refusal.data:
        return refusal
    reasons = [
        type(reason)(**{**reason.data, "carrier": carrier_label(reason.data["carrier"])})
        if "carrier" in reason.data
        else reason
        for reason in refusal.data["reasons"]
    ]
    return type(refusal)(**{**refusal.data, "reasons": reasons})


def weigh_places(goods: Sequence[Goods], *, warehouse_ids: Sequence[int], at: datetime) -> dict[int, Choice]:
    """Every candidate of every group, judged."""
    books = load_books(warehouse_ids, {sku_id for one in goods for sku_id in one.needs}, at=at)
    return choose_each(cases_of(goods, books, at=at), books)


def cases_of(goods: Sequence[Goods], books: Books, *, at: datetime) -> list[Case]:
    """The groups as the rules see them: addresses and remarks in one statement, categories in another when asked."""
    orders = Order.objects.filter(pk__among={order_id for one in goods for order_id in one.order_ids})
    known: dict[int, Any] = {
        row[0]: row[1:]
        for row in orders.values_list(
            "pk", "receiver_state", "receiver_city", "receiver_district", "payment_mode", "buyer_message", "seller_memo"
        )
    }
    asks_category = any(rule.category_id for rule in books.rules)
    categories = categories_of({sku_id for one in goods for sku_id in one.needs}) if asks_category else {}
    cases = []
    for one in goods:
        state, city, district, *_ = known[one.order_ids[0]]
        cases.append(
            Case(
                key=one.key,
                number=one.number,
                shop_id=one.shop_id,
                shop_carrier=one.shop_carrier,
                area=Area(state, city, district),
                leave_on=company_day(one.ship_by or at),
                needs=one.needs,
                grams=one.grams,
                volume_cm3=one.volume_cm3,
                category_ids=frozenset(categories[sku_id] for sku_id in one.needs if sku_id in categories),
                remark="\n".join(word for order_id in one.order_ids for word in known[order_id][4:] if word),
                warehouse_wish=one.warehouse_wish,
                carrier_wish=one.carrier_wish,
                holds_stock_in=one.holds_stock_in,
                ruled=one.ruled,
                pays_at_door=any(known[order_id][3] == PaymentMode.COD for order_id in one.order_ids),
            )
        )
    return cases


def told_of(choice: Choice) -> dict[str, Any]:
    """The choice as it is kept: the winner's parts, the nearest other and by how much, who was left out and why."""
    chosen, loser = choice.chosen, choice.loser
    assert chosen is not None
    told = _told(chosen)
    if choice.is_short:
        told["short"] = True
    if wish := choice.gave_up:
        told["gave_up"] = {"warehouse": wish.warehouse_id, "carrier": wish.carrier, "out": _coded(wish.reasons)}
    if loser:
        told["loser"] = {**_told(loser), "out": _reasons(loser)}
        if not loser.out and loser.is_late == chosen.is_late:
            told["by"] = chosen.total - loser.total
    out = [one for one in choice.candidates if one.out and one is not chosen and one is not loser]
    if out:
        told["out"] = [{"warehouse": one.warehouse_id, "carrier": one.carrier, "out": _reasons(one)} for one in out][
            :MOST_OUT
        ]
    return told


def _told(candidate: Candidate) -> dict[str, Any]:
    told: dict[str, Any] = {
        "warehouse": candidate.warehouse_id,
        "carrier": candidate.carrier,
        "total": candidate.total,
        "parts": candidate.parts,
    }
    if candidate.fee is not None:
        told["fee"] = str(candidate.fee)
    if candidate.days is not None:
        told["days"] = candidate.days
    if candidate.charge_g is not None:
        told["charge_g"] = candidate.charge_g
    if candidate.is_late:
        told["late_days"] = candidate.late_days
    return told


def _reasons(candidate: Candidate) -> list[list[Any]]:
    return _coded(candidate.out)


def _coded(reasons: Sequence[Refusal]) -> list[list[Any]]:
    return [[reason.code(), reason.data] for reason in reasons]


class Was(NamedTuple):
    """Where a parcel was to go from before, to take the change back."""

    warehouse_id: int | None = None
    carrier: str = ""


def keep_choices(
    places: Mapping[int, Place], *, was: Mapping[int, Was] | None = None, actor: Actor, at: datetime
) -> None:
    """Why each of these parcels goes its way is on record; what was known before is replaced."""
    before = was or {}
    rows = [
        (parcel_id, orjson.dumps(place.told or {}).decode(), *before.get(parcel_id, Was()), actor.name, at)
        for parcel_id, place in places.items()
        if place.told or parcel_id in before
    ]
    insert_rows(
        ChoiceRow,
        ("parcel_id", "told", "was_warehouse_id", "was_carrier", "chosen_by", "chosen_at"),
        rows,
        on_conflict='("parcel_id") DO UPDATE SET "told" = EXCLUDED."told", '
        '"was_warehouse_id" = EXCLUDED."was_warehouse_id", "was_carrier" = EXCLUDED."was_carrier", '
        '"chosen_by" = EXCLUDED."chosen_by", "chosen_at" = EXCLUDED."chosen_at"',
    )
