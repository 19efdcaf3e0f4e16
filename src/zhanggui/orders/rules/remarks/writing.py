"""A request filled into a template by a person: cleaned, worded in the house form, and readable again as itself."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.remarks.asking_for_changes import PHONE
from zhanggui.orders.rules.remarks.found import Found, Template
from zhanggui.orders.rules.remarks.house import house_sentence, plain
from zhanggui.orders.rules.remarks.reading import read_remark
from zhanggui.orders.rules.remarks.recognisers import COURIERS

Fields = dict[str, str]


class FieldMissing(Refusal):
    """Fill in what is asked for."""


class DayUnreadable(Refusal):
    """{day} is not a day that is still to come."""


class TaxNumberBad(Refusal):
    """A tax number has 15 to 20 letters and digits, not “{number}”."""


class QuantityUnreadable(Refusal):
    """A quantity is a whole number from 1 to 9999, not “{quantity}”."""


class PhoneUnreadable(Refusal):
    """“{phone}” is no telephone number."""


class OrderNumberUnreadable(Refusal):
    """“{number}” is no order number."""


class TemplateWordsMissing(Refusal):
    """Give the template “{name}” a name and at least one word of two letters or more that recognises it."""


class TemplateFieldBad(Refusal):
    """The template “{name}”: a field has a name and a kind (text, number, day)."""


def check_template(*, name: str, words: Sequence[str], fields: Sequence[tuple[str, str]]) -> None:
    """A template of the company's own can be read by; words of one letter would be found everywhere."""
    if not 0 < len(name.strip()) <= 40 or not words or any(len(word.strip()) < 2 for word in words):
        raise TemplateWordsMissing(name=name)
    if any(not field or kind not in {"text", "number", "day"} for field, kind in fields):
        raise TemplateFieldBad(name=name)


@dataclass(frozen=True, slots=True)
class Written:
    """The request, and whether the program does all of it."""

    found: Found
    is_done: bool


def written(
    *,
    kind: str,
    fields: Mapping[str, str],
    template: Template | None,
    by: str,
    on: date,
    templates: Sequence[Template],
) -> Written:
    """The request whose sentence reads back as the same kind and fields."""
    if kind not in _CLEAN and template is None:
        raise FieldMissing
    clean = _CLEAN[kind](fields, on) if kind in _CLEAN else _custom(fields, template)
    is_done = kind not in DONE_BY_HAND
    words = template.words[0] if template else ""
    sentence = house_sentence(kind, clean, is_done=is_done, by=by, words=words)
    read = read_remark(sentence, on=on, templates=templates)
    source = read[0].source if len(read) == 1 and read[0].kind == kind else sentence[:500]
    return Written(Found(kind, source, clean, template.id if template else None, by[:80]), is_done)


DONE_BY_HAND = frozenset({"address", "item", "quantity", "receiver", "together"})
"""Kinds that stay open until somebody has changed the order or joined its parcels."""


def _courier(fields: Mapping[str, str], on: date) -> Fields:
    key = fields.get("carrier", "")
    if not key:
        raise FieldMissing
    return {"carrier": key, "name": COURIERS[key][0] if key in COURIERS else fields.get("name", "") or key}


def _text(name: str) -> Callable[[Mapping[str, str], date], Fields]:
    def clean(fields: Mapping[str, str], on: date) -> Fields:
        text = plain(fields.get(name, ""))
        if not text:
            raise FieldMissing
        return {name: text}

    return clean


def _item(fields: Mapping[str, str], on: date) -> Fields:
    new = plain(fields.get("new", ""))
    if not new:
        raise FieldMissing
    return {"old": plain(fields.get("old", "")), "new": new}


def _invoice(fields: Mapping[str, str], on: date) -> Fields:
    title, tax = plain(fields.get("title", "")), fields.get("tax_no", "").strip().upper()
    if not title:
        raise FieldMissing
    if tax and not re.fullmatch(r"[0-9A-Z]{15,20}", tax):
        raise TaxNumberBad(number=tax)
    return {"title": title, "tax_no": tax} if tax else {"title": title}


def _delivery(fields: Mapping[str, str], on: date) -> Fields:
    try:
        day = date.fromisoformat(fields.get("not_before", ""))
    except ValueError:
        raise DayUnreadable(day=fields.get("not_before", "")) from None
    if day < on:
        raise DayUnreadable(day=day.isoformat())
    return {"text": f"{day.month}月{day.day}日发货", "not_before": day.isoformat()}


def _quantity(fields: Mapping[str, str], on: date) -> Fields:
    text = fields.get("quantity", "").strip()
    if not text:
        raise FieldMissing
    if not re.fullmatch(r"[0-9]{1,4}", text) or not int(text):
        raise QuantityUnreadable(quantity=text)
    return {"quantity": str(int(text))}


def _receiver(fields: Mapping[str, str], on: date) -> Fields:
    name, phone = plain(fields.get("name", "")), re.sub(r"\s", "", fields.get("phone", ""))
    if not name and not phone:
        raise FieldMissing
    if phone and not re.fullmatch(PHONE, phone):
        raise PhoneUnreadable(phone=phone)
    return {"name": name, "phone": phone}


def _together(fields: Mapping[str, str], on: date) -> Fields:
    number = fields.get("order", "").strip()
    if number and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", number):
        raise OrderNumberUnreadable(number=number)
    return {"order": number}


def _custom(fields: Mapping[str, str], template: Template | None) -> Fields:
    names = [field.name for field in template.fields] if template else []
    clean = {name: plain(fields.get(name, "")) for name in names}
    if names and not any(clean.values()):
        raise FieldMissing
    return clean


_CLEAN: dict[str, Callable[[Mapping[str, str], date], Fields]] = {
    "courier": _courier,
    "address": _text("address"),
    "item": _item,
    "card": _text("text"),
    "invoice": _invoice,
    "delivery": _delivery,
    "quantity": _quantity,
    "receiver": _receiver,
    "together": _together,
}
