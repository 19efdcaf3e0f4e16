"""The scale in the public API."""

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.accept_weights import accept_weights
from zhanggui.fulfilment.flows.book_packagings import book_packagings
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.flows.reset_weights import reset_weights
from zhanggui.fulfilment.flows.set_packagings import PackagingDraft, set_packagings
from zhanggui.fulfilment.flows.set_weigh_numbers import set_weigh_numbers
from zhanggui.fulfilment.flows.teach_weights import teach_weights
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.overriding.people import who_confirms
from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, flow_actor, flow_operation, run
from zhanggui.kernel.clock import now

router = Router(tags=["fulfilment"])

Why = Annotated[str, Field(min_length=1, max_length=200)]


class Weight(Asked):
    parcel_id: Id
    grams: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    packaging_id: Annotated[Id | None, Field(description="The SKU of the box it is in.")] = None


class WeighParcels(Asked):
    weights: Annotated[list[Weight], Field(min_length=1, max_length=1000)]


class AcceptWeights(Asked):
    odd_ids: Ids
    reason: Why
    username: Annotated[str, Field(max_length=64, description="Of the second person, who confirms.")]
    password: Annotated[str, Field(max_length=256)]


class RecheckParcels(Asked):
    parcel_ids: Ids
    note: Annotated[str, Field(max_length=200)] = ""


class SkuSet(Asked):
    sku_ids: Ids


class TeachWeights(SkuSet):
    grams: Amount


class SetWeighNumbers(Asked):
    min_samples: Annotated[int, Field(ge=2, le=1000, strict=True)]
    sigmas: Amount
    floor_g: Annotated[int, Field(ge=1, le=1000, strict=True)]


class OnePackaging(Asked):
    code: Annotated[str, Field(min_length=1, max_length=64)]
    most_g: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] = 0
    low_stock: Annotated[int, Field(ge=0, le=10_000_000, strict=True)] = 0
    is_active: Flag = True


class SetPackagings(Asked):
    packagings: Annotated[list[OnePackaging], Field(min_length=1, max_length=1000)]


class BookPackagings(Asked):
    use_ids: Ids


@flow_operation(router, weigh_parcels)
def weigh_parcels_endpoint(request: HttpRequest, asked: WeighParcels) -> Answered:
    grams = {each.parcel_id: each.grams for each in asked.weights}
    boxes = {each.parcel_id: each.packaging_id for each in asked.weights if each.packaging_id}
    return run(weigh_parcels, request, grams=grams, packagings=boxes, device="api")


@flow_operation(router, accept_weights)
def accept_weights_endpoint(request: HttpRequest, asked: AcceptWeights) -> Answered:
    """A second person confirms with the own password; guesses are counted as at the door."""
    actor = flow_actor(request, "accept_weights")
    second = who_confirms({"username": asked.username, "password": asked.password}, beside=actor, at=now())
    given = asked.model_dump(exclude={"username", "password"})
    return run(accept_weights, request, **given, confirmed_by=second)


@flow_operation(router, recheck_parcels)
def recheck_parcels_endpoint(request: HttpRequest, asked: RecheckParcels) -> Answered:
    return run(recheck_parcels, request, **asked.model_dump())


@flow_operation(router, teach_weights)
def teach_weights_endpoint(request: HttpRequest, asked: TeachWeights) -> Answered:
    return run(teach_weights, request, sku_ids=asked.sku_ids, grams=Decimal(asked.grams))


@flow_operation(router, reset_weights)
def reset_weights_endpoint(request: HttpRequest, asked: SkuSet) -> Answered:
    return run(reset_weights, request, sku_ids=asked.sku_ids)


@flow_operation(router, set_weigh_numbers)
def set_weigh_numbers_endpoint(request: HttpRequest, asked: SetWeighNumbers) -> Answered:
    return run(set_weigh_numbers, request, **asked.model_dump())


@flow_operation(router, set_packagings)
def set_packagings_endpoint(request: HttpRequest, asked: SetPackagings) -> Answered:
    drafts = [PackagingDraft(**each.model_dump()) for each in asked.packagings]
    return run(set_packagings, request, packagings=drafts)


@flow_operation(router, book_packagings)
def book_packagings_endpoint(request: HttpRequest, asked: BookPackagings) -> Answered:
    return run(book_packagings, request, use_ids=asked.use_ids)
