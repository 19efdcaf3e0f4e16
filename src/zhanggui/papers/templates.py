"""What a company decides about its papers: columns and their order, the paper, copies, and words of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.refusal import Refusal
from zhanggui.papers.values import NoteCopy

NOTE, LIST = "note", "list"
COLUMNS: Mapping[str, Mapping[str, Any]] = {
    NOTE: {
        "code": _("SKU code"),
        "goods": _("Goods"),
        "quantity": _("Quantity"),
        "price": _("Price"),
        "amount": _("Amount"),
    },
    LIST: {
        "bin": _("Bin"),
        "code": _("SKU code"),
        "name": _("Name"),
        "spec": _("Spec"),
        "quantity": _("Quantity"),
        "cells": _("Cell × quantity"),
        "done": _("Done"),
    },
}
"""What each paper may show."""
NEEDED = {NOTE: ("goods", "quantity"), LIST: ("bin", "code", "quantity")}
"""Without these nobody could work by the paper."""
SIZES: Mapping[str, Mapping[str, Any]] = {
    NOTE: {"TWO_ON_A4": _("Two on A4"), "THREE_ON_A4": _("Three on A4"), "MM_100_150": _("100 × 150 mm")},
    LIST: {"A4": "A4"},
}
COPIES = {
    NoteCopy.WHITE.value: _("White copy: in the box"),
    NoteCopy.YELLOW.value: _("Yellow copy: crate maker"),
    NoteCopy.RED.value: _("Red copy: driver"),
}
LONGEST_HEADING, LONGEST_WORDS = 60, 200


class PaperUnknown(Refusal):
    """There is no template for “{paper}”."""


class ColumnUnknown(Refusal):
    """“{column}” is no column of this paper."""


class ColumnMissing(Refusal):
    """Nobody can work by this paper without the column “{column}”."""


class ColumnTwice(Refusal):
    """The column “{column}” stands there twice."""


class SizeUnknown(Refusal):
    """“{size}” is no size of this paper."""


class CopyUnknown(Refusal):
    """“{copy}” is no copy of this paper."""


class WordsTooLong(Refusal):
    """These words are longer than the {limit} letters there is room for."""


@dataclass(frozen=True, slots=True)
class PaperTemplate:
    """`heading` stands where the name of the shop would, `words` at the foot."""

    paper: str
    columns: tuple[str, ...]
    size: str
    copies: tuple[str, ...] = (NoteCopy.WHITE.value,)
    heading: str = ""
    words: str = ""


USUAL = {
    NOTE: PaperTemplate(NOTE, ("code", "goods", "quantity"), "TWO_ON_A4"),
    LIST: PaperTemplate(LIST, tuple(COLUMNS[LIST]), "A4"),
}
"""As a company that decided nothing prints them."""


def check_template(template: PaperTemplate) -> None:
    """A paper that is saved can be printed, and worked by."""
    if template.paper not in COLUMNS:
        raise PaperUnknown(paper=template.paper)
    known = COLUMNS[template.paper]
    for column in template.columns:
        if column not in known:
            raise ColumnUnknown(column=column)
        if template.columns.count(column) > 1:
            raise ColumnTwice(column=known[column])
    for column in NEEDED[template.paper]:
        if column not in template.columns:
            raise ColumnMissing(column=known[column])
    if template.size not in SIZES[template.paper]:
        raise SizeUnknown(size=template.size)
    for copy in template.copies or ("",):
        if copy not in COPIES:
            raise CopyUnknown(copy=copy)
    for words, limit in ((template.heading, LONGEST_HEADING), (template.words, LONGEST_WORDS)):
        if len(words) > limit:
            raise WordsTooLong(limit=limit)
