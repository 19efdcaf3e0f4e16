"""What a company decides about its papers: columns and their order, the paper, copies, and words of its own."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.refusal import Refusal
from zhanggui.papers.values import HandOverCopy, NoteCopy

NOTE, LIST, SORT, HAND, LABEL = "note", "list", "sort", "hand", "label"
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
    SORT: {
        "done": _("Done"),
        "quantity": _("Quantity"),
        "code": _("SKU code"),
        "goods": _("Goods"),
        "bin": _("Bin"),
    },
    HAND: {
        "waybill": _("Waybill"),
        "parcel": _("Parcel no."),
        "place": _("Destination"),
        "grams": _("Weight"),
        "scanned": _("Scanned at"),
    },
    LABEL: {
        "cell": _("Cell"),
        "parcel": _("Parcel 1 of 2"),
        "wave": _("Wave"),
        "orders": _("Order no."),
        "goods": _("Goods"),
        "remark": _("Remark"),
        "message": _("Buyer's message"),
        "requests": _("Agreed with the buyer"),
    },
}
"""What each paper may show. Of a label it is the slip: its lower part, which the packer reads."""
NEEDED: Mapping[str, Sequence[str]] = {
    NOTE: ("goods", "quantity"),
    LIST: ("bin", "code", "quantity"),
    SORT: ("quantity", "code"),
    HAND: ("waybill",),
    LABEL: (),
}
"""Without these nobody could work by the paper."""
SIZES: Mapping[str, Mapping[str, Any]] = {
    NOTE: {"TWO_ON_A4": _("Two on A4"), "THREE_ON_A4": _("Three on A4"), "MM_100_150": _("100 × 150 mm")},
    LIST: {"A4": "A4"},
    SORT: {"A4": "A4"},
    HAND: {"A4": "A4"},
    LABEL: {"MM_76_130": _("76 × 130 mm"), "MM_100_150": _("100 × 150 mm"), "MM_100_180": _("100 × 180 mm")},
}
COPIES: Mapping[str, Mapping[str, Any]] = {
    NOTE: {
        NoteCopy.WHITE.value: _("White copy: in the box"),
        NoteCopy.YELLOW.value: _("Yellow copy: crate maker"),
        NoteCopy.RED.value: _("Red copy: driver"),
    },
    HAND: {
        HandOverCopy.WHITE.value: _("White: warehouse"),
        HandOverCopy.YELLOW.value: _("Yellow: carrier"),
        HandOverCopy.RED.value: _("Red: driver"),
    },
}
"""Papers that come in copies."""
OF_SHOPS = (NOTE, LABEL)
"""These can be another's for each shop; a sheet of the floor holds parcels of several shops."""
WITH_LOGO = (NOTE, HAND)
SIGNED = (LIST, SORT, HAND)
IN_A_LANGUAGE = (NOTE, LIST, SORT, HAND)
"""Printed in the language said; empty: in that of whoever prints."""
LANGUAGES: Mapping[str, Any] = {"zh-hans": "中文", "en": "English"}
LONGEST_HEADING, LONGEST_WORDS, LONGEST_SIGNER, MOST_SIGNERS = 60, 200, 20, 5


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


class LanguageUnknown(Refusal):
    """Papers are not printed in “{language}”."""


class SignersTooMany(Refusal):
    """There is room for {limit} signatures, each named with at most {letters} letters."""


@dataclass(frozen=True, slots=True)
class PaperTemplate:
    """`heading` stands at the top, on a note where the name of the shop would; `words` at the foot.

    `signers`: who signs; none: as usual. `stocks`: carriers whose own labels are on another stock than `size`.
    `logo` is the key of a picture.
    """

    paper: str
    columns: tuple[str, ...]
    size: str
    copies: tuple[str, ...] = (NoteCopy.WHITE.value,)
    heading: str = ""
    words: str = ""
    signers: tuple[str, ...] = ()
    stocks: tuple[tuple[str, str], ...] = ()
    logo: str = ""
    language: str = ""


USUAL = {
    NOTE: PaperTemplate(NOTE, ("code", "goods", "quantity"), "TWO_ON_A4"),
    LIST: PaperTemplate(LIST, tuple(COLUMNS[LIST]), "A4"),
    SORT: PaperTemplate(SORT, tuple(COLUMNS[SORT]), "A4"),
    HAND: PaperTemplate(HAND, ("waybill", "place", "grams"), "A4", tuple(COPIES[HAND])),
    LABEL: PaperTemplate(LABEL, ("cell", "parcel", "wave", "orders", "goods", "remark"), "MM_76_130"),
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
    for size in (template.size, *(size for _carrier, size in template.stocks)):
        if size not in SIZES[template.paper]:
            raise SizeUnknown(size=size)
    known_copies = COPIES.get(template.paper, {NoteCopy.WHITE.value: ""})
    for copy in template.copies or ("",):
        if copy not in known_copies:
            raise CopyUnknown(copy=copy)
    for words, limit in ((template.heading, LONGEST_HEADING), (template.words, LONGEST_WORDS)):
        if len(words) > limit:
            raise WordsTooLong(limit=limit)
    if len(template.signers) > MOST_SIGNERS or any(len(one) > LONGEST_SIGNER for one in template.signers):
        raise SignersTooMany(limit=MOST_SIGNERS, letters=LONGEST_SIGNER)
    if template.language and template.language not in LANGUAGES:
        raise LanguageUnknown(language=template.language)


def in_language(template: PaperTemplate) -> AbstractContextManager[None]:
    """Captions inside are in the paper's language."""
    return translation.override(template.language or translation.get_language())
