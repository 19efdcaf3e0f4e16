"""Drafts of orders and mappings of order files in the public API: save, place, discard."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Ids, flow_operation, run
from zhanggui.orders.entering.drafts import DraftWords
from zhanggui.orders.flows.discard_drafts import discard_drafts
from zhanggui.orders.flows.place_drafts import place_drafts
from zhanggui.orders.flows.save_drafts import save_drafts
from zhanggui.orders.flows.save_mappings import MappingWords, save_mappings

router = Router(tags=["orders"])

Text60 = Annotated[str, Field(max_length=60)]
Text200 = Annotated[str, Field(max_length=200)]


class DraftIn(Asked):
    key: UUID
    content: Annotated[dict[Text60, Any], Field(description="The form as it stands; any part may be missing.")]
    seen: Annotated[
        dict[Text60, Any] | None,
        Field(description="The form as you read it last: one that was saved since is refused, with each difference."),
    ] = None


class SaveDrafts(Asked):
    drafts: Annotated[list[DraftIn], Field(min_length=1, max_length=1000)]


class DraftSet(Asked):
    draft_ids: Ids


class MappingIn(Asked):
    name: Annotated[str, Field(min_length=1, max_length=60)]
    fields: Annotated[dict[Text60, Text200], Field(min_length=1, max_length=100, description="Ours → their heading.")]
    states: Annotated[dict[Text60, Text60], Field(max_length=100, description="Their word → our state.")] = {}


class SaveMappings(Asked):
    mappings: Annotated[list[MappingIn], Field(min_length=1, max_length=100)]


@flow_operation(router, save_drafts)
def save_drafts_endpoint(request: HttpRequest, asked: SaveDrafts) -> Answered:
    drafts = [DraftWords(one.key, one.content, seen=one.seen) for one in asked.drafts]
    return run(save_drafts, request, drafts=drafts)


@flow_operation(router, place_drafts)
def place_drafts_endpoint(request: HttpRequest, asked: DraftSet) -> Answered:
    return run(place_drafts, request, draft_ids=asked.draft_ids)


@flow_operation(router, discard_drafts)
def discard_drafts_endpoint(request: HttpRequest, asked: DraftSet) -> Answered:
    return run(discard_drafts, request, draft_ids=asked.draft_ids)


@flow_operation(router, save_mappings)
def save_mappings_endpoint(request: HttpRequest, asked: SaveMappings) -> Answered:
    mappings = [MappingWords(one.name, one.fields, one.states) for one in asked.mappings]
    return run(save_mappings, request, mappings=mappings)
