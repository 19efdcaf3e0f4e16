"""The page on which someone writes another receiver, and sees what others wrote meanwhile."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.keys import key_of, keys_in
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import SealBroken, seal, unseal
from zhanggui.orders.changes.addressing import Agreement
from zhanggui.orders.flows.agree_changes import agree_changes
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.models import ChangeRequest, Order, RemarkRequest
from zhanggui.orders.receivers.free_text import whole_request
from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.receivers.shown import masked_difference, masked_receiver
from zhanggui.orders.remarks.states import RECEIVING_KINDS, RequestState
from zhanggui.orders.rules.addresses import parse_pasted
from zhanggui.orders.rules.looks import SEE_RECEIVER
from zhanggui.orders.rules.receiving import WRITTEN, AddressEdit, Difference, EditedMeanwhile, three_way
from zhanggui.orders.states import LookPurpose
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.views.asking import actor_of

MOST_ORDERS = 100
LONGEST_PASTE = 2000
PART_WORDS = {
    "name": gettext_lazy("Receiver"),
    "mobile": gettext_lazy("Mobile"),
    "phone": gettext_lazy("Landline"),
    "state": gettext_lazy("Province"),
    "city": gettext_lazy("City"),
    "district": gettext_lazy("District"),
    "town": gettext_lazy("Town"),
    "address": gettext_lazy("Address"),
    "postcode": gettext_lazy("Postcode"),
}
_LONGEST = {"name": 120, "mobile": 40, "phone": 40, "address": 300, "postcode": 12}
_QUIET = {"autocomplete": "off"}

Request = ChangeRequest | RemarkRequest
"""Of a buyer on the platform, or in the words of a remark."""
Seen = dict[int, tuple[int, Receiver]]
"""By order, the version someone saw and the receiver it had."""


class AddressForm(forms.Form):
    pasted = forms.CharField(
        label=gettext_lazy("Paste"),
        required=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        help_text=gettext_lazy("The buyer's whole message: name, telephone and address in any order."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, words in PART_WORDS.items():
            self.fields[part] = forms.CharField(
                label=words, required=False, max_length=_LONGEST.get(part, 60), widget=forms.TextInput(attrs=_QUIET)
            )

    @property
    def receiver(self) -> Receiver:
        return Receiver(**{part: self.cleaned_data[part].strip() for part in WRITTEN})


@never_cache
@require_http_methods(["GET", "POST"])
def change_addresses_view(request: HttpRequest) -> HttpResponse:
    """Another receiver for the orders of ?ids=, or for the order of a buyer's ?request= or of the ?remark= request of a
    remark, which agrees to it.

    Who may see receivers goes on from the one there is, the look on record; others write a new one unseen.
    """
    actor = actor_of(request)
    asked = _request_of(request, actor)
    actor.check("agree_changes" if isinstance(asked, ChangeRequest) else "change_addresses")
    if isinstance(asked, RemarkRequest):
        actor.check("handle_requests")
    if request.method == "POST":
        return _posted(request, asked, actor)
    order_ids = [asked.order_id] if asked else _ids(request.GET.get("ids", ""))
    if not actor.may(SEE_RECEIVER):
        return _page(request, AddressForm(), _seen(order_ids, actor), asked)
    _look(order_ids, actor)
    seen = _seen(order_ids, actor)
    first = next(iter(seen.values()))[1]
    form = AddressForm(initial={part: getattr(first, part) for part in WRITTEN} | _wished(order_ids))
    return _page(request, form, seen, asked)


def _posted(request: HttpRequest, asked: Request | None, actor: Actor) -> HttpResponse:
    seen = _opened(request.POST.get("seen", ""))
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, form, seen, asked, code=422)
    if "fill" in request.POST:
        return _page(request, _filled(form.cleaned_data["pasted"]), seen, asked)
    if "show" in request.POST:
        _look(list(seen), actor)
        return _page(request, form, seen, asked, before=_opened(request.POST.get("before", "")), is_whole=True)
    mine = _chosen(form.receiver, request.POST, seen)
    outcome = _save(mine, seen, asked, actor)
    stale = [key for key, refusal in outcome.refused.items() if isinstance(refusal, EditedMeanwhile)]
    if stale:
        form = AddressForm(request.POST)
        form.is_valid()
        before = {key: seen[key] for key in stale}
        return _page(
            request, form, _seen(stale, actor), asked, before=before, trouble=outcome.refused[stale[0]], code=409
        )
    if outcome.refused:
        form.add_error(None, next(iter(outcome.refused.values())).sentence)
        left = {key: seen[key] for key in outcome.refused}
        return _page(request, form, left, asked, code=422)
    messages.success(request, _("Address changed, orders: {count}.").format(count=len(outcome.done)))
    if len(seen) == 1:
        return redirect("ui:sheet", "orders", str(next(iter(seen))))
    return redirect("ui:desk", "orders")


def _save(mine: Receiver, seen: Seen, asked: Request | None, actor: Actor) -> Outcome[int]:
    """Answers by order, also when a request was agreed to."""
    if asked is None:
        edits = [AddressEdit(order_id, version, mine) for order_id, (version, _base) in seen.items()]
        return change_addresses(edits=edits, actor=actor, at=now())
    agreement = Agreement(asked.pk, seen[asked.order_id][0], mine)
    if isinstance(asked, RemarkRequest):
        outcome = handle_requests(request_ids=[asked.pk], addresses=[agreement], actor=actor, at=now())
    else:
        outcome = agree_changes(agreements=[agreement], actor=actor, at=now())
    order_id = asked.order_id
    if refusal := outcome.refused.get(asked.pk):
        return Outcome([], {order_id: refusal})
    return Outcome([order_id])


def _page(
    request: HttpRequest,
    form: AddressForm,
    seen: Seen,
    asked: Request | None,
    *,
    before: Seen | None = None,
    trouble: Refusal | None = None,
    is_whole: bool = False,
    code: int = 200,
) -> HttpResponse:
    """`before` is what was seen before somebody else wrote: then what differs is shown, masked until the look."""
    orders = Order.objects.filter(pk__in=list(seen)).order_by("pk")
    rows = _differences(before, seen, form) if before else []
    may_see = actor_of(request).may(SEE_RECEIVER)
    context = {
        "title": _("Change the address"),
        "form": form,
        "seen": _closed(seen),
        "before": _closed(before) if before else "",
        "orders": [masked_receiver(order, actor_of(request)) for order in orders],
        "asked": asked,
        "is_remark": isinstance(asked, RemarkRequest),
        "trouble": trouble.sentence if trouble else "",
        "rows": [(row if is_whole else masked_difference(row), PART_WORDS[row.part], row.is_conflict) for row in rows],
        "changed_elsewhere": trouble is not None and not rows,
        "may_show": bool(rows) and may_see and not is_whole,
        "is_unseen": not may_see,
    }
    return render(request, "orders/address.html", context, status=code)


def _differences(before: Seen, seen: Seen, form: AddressForm) -> Sequence[Difference]:
    order_id = next(iter(before))
    if order_id not in seen:
        raise RequestNotUnderstood(reason="before")
    return three_way(before[order_id][1], seen[order_id][1], form.receiver)


def _look(order_ids: Sequence[int], actor: Actor) -> None:
    """Whole words of these receivers are shown: on record. Raises NotFound when one is not there."""
    outcome = show_receivers(order_ids=order_ids, purpose=LookPurpose.ADDRESS_CHANGE, actor=actor, at=now())
    if outcome.refused:
        raise next(iter(outcome.refused.values()))


def _seen(order_ids: Sequence[int], actor: Actor) -> Seen:
    """The versions and receivers the page goes on from; only sealed does it carry them. Raises NotFound."""
    rows = Order.objects.visible_to(actor).filter(pk__in=list(order_ids))
    versions = dict(rows.values_list("pk", "version"))
    for missing in set(order_ids) - set(versions):
        raise NotFound(what="order", key=missing)
    receivers = receivers_of(order_ids)
    return {order_id: (versions[order_id], receivers[order_id].words) for order_id in order_ids}


def _wished(order_ids: Sequence[int]) -> dict[str, str]:
    """What the one order's remark asks for, in whole words, by field of the form: part of the look."""
    rows = RemarkRequest.objects.filter(order_id__in=list(order_ids), kind__in=RECEIVING_KINDS, state=RequestState.OPEN)
    found = [whole_request(*row)[1] for row in rows.order_by("pk").values_list("source", "fields", "words_sealed")]
    if len(order_ids) != 1:
        return {}
    wished: dict[str, str] = {}
    for fields in found:
        phone = str(fields.get("phone", ""))
        asked = {"pasted": fields.get("address"), "name": fields.get("name")}
        asked |= {"mobile" if phone.startswith("1") else "phone": phone}
        wished |= {part: str(words) for part, words in asked.items() if words}
    return wished


def _filled(text: str) -> AddressForm:
    """The form with what the pasted text tells; what is not sure is marked."""
    told = parse_pasted(text, gazetteer())
    form = AddressForm(initial={"pasted": text} | {part: getattr(told.receiver, part) for part in WRITTEN})
    for part in told.unsure:
        if part in form.fields:
            form.fields[part].widget.attrs["class"] = "is-unsure"
    return form


def _chosen(mine: Receiver, posted: Mapping[str, Any], seen: Seen) -> Receiver:
    """What was written, but for parts of which the page was told to take what is there now."""
    theirs = next(iter(seen.values()))[1]
    taken = {part: getattr(theirs, part) for part in WRITTEN if posted.get(f"take_{part}") == "theirs"}
    return replace(mine, **taken)


def _closed(seen: Seen) -> str:
    """What was seen, sealed: the page carries it and nobody can read or write it."""
    rows = [[key, version, *(getattr(base, part) for part in WRITTEN)] for key, (version, base) in seen.items()]
    return urlsafe_b64encode(seal(orjson.dumps(rows))).decode()


def _opened(text: str) -> Seen:
    try:
        rows = orjson.loads(unseal(urlsafe_b64decode(text.encode())))
    except (NotBase64, SealBroken, ValueError):
        raise RequestNotUnderstood(reason="seen") from None
    return {key: (version, Receiver(**dict(zip(WRITTEN, words, strict=True)))) for key, version, *words in rows}


def _ids(text: str) -> list[int]:
    ids = keys_in(text)[:MOST_ORDERS]
    if not ids:
        raise RequestNotUnderstood(reason="ids")
    return ids


def _request_of(request: HttpRequest, actor: Actor) -> Request | None:
    for name in ("request", "remark"):
        if word := request.GET.get(name, ""):
            found = _found(name, key_of(word), actor)
            if found is None:
                raise NotFound(what=_("request"), key=word)
            return found
    return None


def _found(name: str, key: int, actor: Actor) -> Request | None:
    if name == "request":
        return ChangeRequest.objects.visible_to(actor).filter(pk=key).first()
    visible = Order.objects.visible_to(actor)
    return RemarkRequest.objects.filter(pk=key, kind__in=RECEIVING_KINDS, order__in=visible).first()
