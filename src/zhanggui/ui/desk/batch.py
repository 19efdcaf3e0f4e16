"""Run an action on many documents, a thousand at a time, and tell after each thousand how far it is."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, in_chunks, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.actions import Action
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.desk.query import DeskQuery, Params
from zhanggui.ui.desk.refusals import FormIncomplete, NothingChosen, RequestNotUnderstood, TooManyChosen
from zhanggui.ui.desk.seen import changed_since
from zhanggui.ui.desk.values import plain

CHUNK = 1_000
MOST_CHOSEN = 100_000
MOST_IN_LINK = 50


def chosen_ids(desk: Desk, *, ids: Sequence[Any], params: Params | None, actor: Actor) -> list[Any]:
    """The ids as given or, with `params`, all that match them.

    Raises NothingChosen, TooManyChosen or RequestNotUnderstood.
    """
    if params is not None:
        query = DeskQuery.read(desk, params, actor)
        rows = query.rows(desk, actor).order_by(*query.sort.order)
        found = list(rows.values_list("pk", flat=True)[: MOST_CHOSEN + 1])
    else:
        found = _read_ids(desk, ids)
    if not found:
        raise NothingChosen
    if len(found) > MOST_CHOSEN:
        raise TooManyChosen(limit=MOST_CHOSEN)
    return found


def _read_ids(desk: Desk, ids: Any) -> list[Any]:
    """Each id once, as the key of the model writes it."""
    if not isinstance(ids, list) or not all(type(each) in (int, str) for each in ids):
        raise RequestNotUnderstood(reason="ids")
    key = desk.model._meta.pk
    try:
        return list(dict.fromkeys(key.clean(each, None) for each in ids))
    except ValidationError:
        raise RequestNotUnderstood(reason="ids") from None


def asked_of(action: Action, data: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """The cleaned data of the action's form. Raises FormIncomplete with the message of each field."""
    if action.form is None:
        return {}
    form = action.form(data, actor=actor)
    if not form.is_valid():
        labels = [str(form.fields[name].label or name) if name in form.fields else "" for name in form.errors]
        raise FormIncomplete(
            fields="、".join(filter(None, labels)), errors={k: list(v) for k, v in form.errors.items()}
        )
    return form.cleaned_data


def run_action(
    desk: Desk,
    action: Action,
    ids: Sequence[Any],
    *,
    asked: dict[str, Any],
    actor: Actor,
    at: datetime,
    seen: Mapping[str, Any] | None = None,
) -> Iterator[dict[str, Any]]:
    """After each chunk `{"progress": n, "total": n}`; at the end the outcome with every refusal and its document.

    A chunk that is done stays done. A refusal of a whole chunk refuses each of its documents and ends the run.
    With `seen`, documents that are no longer what was seen of them are refused with the difference.
    """
    whole: Outcome[Any] = Outcome()
    is_guarded = bool(seen and action.is_guarded and desk.watched)
    names: dict[Any, str] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        there = dict(desk.visible(actor).filter(pk__in=chunk).order_by().values_list("pk", desk.document))
        refused = not_found(str(desk.title), chunk, there)
        names |= there
        try:
            with transaction.atomic() if is_guarded else nullcontext():
                refused |= changed_since(desk, chunk, seen or {}, actor) if is_guarded else {}
                part = in_chunks(
                    [key for key in chunk if key not in refused],
                    lambda keys: action.run(keys, asked=asked, actor=actor, at=at),
                    size=CHUNK,
                )
        except Refusal as refusal:
            whole += Outcome([], dict.fromkeys(ids[start:], refusal))
            break
        whole += Outcome(part.done, refused | part.refused)
        yield {"progress": min(start + CHUNK, len(ids)), "total": len(ids)}
    yield outcome_answer(desk, action, whole, names)


def outcome_answer(desk: Desk, action: Action, outcome: Outcome[Any], names: dict[Any, str]) -> dict[str, Any]:
    """What the outcome dialog shows."""
    answer = plain(outcome.as_dict())
    keys = {str(plain(key)): name for key, name in names.items()}
    for refusal in answer["refused"]:
        refusal["document"] = str(keys.get(str(refusal["id"]), refusal["id"]))
        refusal["link"] = desk.link(refusal["id"])
    first = outcome.done[0] if outcome.done else ""
    return answer | {
        "title": str(action.title),
        "undo": action.undo,
        "ways": ways_out(action, answer["refused"]),
        "opens": action.opens.format(id=first, ids=",".join(map(str, outcome.done[:CHUNK]))) if first != "" else "",
    }


def ways_out(action: Action, refused: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Where the action's refusals are ended, each way with the documents that need it."""
    found = []
    for way in action.ways:
        documents = [one["document"] for one in refused if way.code in _codes_of(one)]
        if documents:
            asked = urlencode({"tab": way.tab, "q": " ".join(documents[:MOST_IN_LINK])})
            link = f"{reverse('ui:desk', args=[way.desk])}?{asked}"
            found.append({"title": str(way.title), "key": way.key, "link": link})
    return found


def _codes_of(refusal: Mapping[str, Any]) -> set[str]:
    """The code of a refusal and those of its reasons."""
    reasons = refusal["data"].get("reasons", ())
    return {refusal["code"], *(reason["code"] for reason in reasons if isinstance(reason, Mapping))}
