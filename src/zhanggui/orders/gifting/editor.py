"""The editor of a gift rule as a form: that of a review rule for its conditions and scope, and what it gives."""

import dataclasses
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.gifts.drafts import GiftDraft
from zhanggui.orders.rules.gifts.sentences import gift_sentence
from zhanggui.orders.rules.gifts.terms import (
    PER,
    WHEN_SHORT,
    GiftChoice,
    GiftTerms,
    clean_codes,
    read_number,
    read_whole,
)
from zhanggui.orders.rules.sentences import Names
from zhanggui.orders.ruling.editor import BETWEEN_WORDS, RuleForm, form_of, read_form, shown_form

_WORDS = ("per", "every", "most_times", "counted", "when_short", "gift_group", "is_alone", "only_asked")
_CAPS = ("cap_pieces", "cap_money", "per_buyer", "keep_stock")
_USUAL = {"per": "order", "every": "1", "when_short": "without"}


@dataclass(slots=True)
class GiftForm:
    """All that the editor shows; `words` are its plain fields as they were typed."""

    rule: RuleForm = dataclasses.field(default_factory=RuleForm)
    gifts: list[dict[str, str]] = dataclasses.field(
        default_factory=lambda: [{"sku": "", "quantity": "1", "instead": ""}]
    )
    words: dict[str, str] = dataclasses.field(default_factory=lambda: dict(_USUAL))

    def reshape(self, change: str) -> None:
        """`add-gift`, `drop-gift:1`, and whatever the editor of conditions knows."""
        what, _colon, where = change.partition(":")
        if what == "add-gift":
            self.gifts.append({"sku": "", "quantity": "1", "instead": ""})
        elif what == "drop-gift" and where.isdecimal() and int(where) < len(self.gifts):
            del self.gifts[int(where)]
        else:
            self.rule.reshape(change)

    def draft(self) -> GiftDraft:
        """The draft this form means. Raises the refusal of a number that cannot be read."""
        plain = self.rule.draft()
        return GiftDraft(
            plain.name, plain.condition, self._terms(), plain.rule_id, plain.seen, plain.shop_ids, plain.valid_by,
            plain.valid_from, plain.valid_until,
        )  # fmt: skip

    def _terms(self) -> GiftTerms:
        words = self.words
        keep = read_whole(words.get("keep_stock", ""), name=_("Pieces kept in stock"))
        return GiftTerms(
            gifts=tuple(
                GiftChoice(
                    gift["sku"].strip(), read_whole(gift["quantity"], name=_("Pieces")) or 0, _codes(gift["instead"])
                )
                for gift in self.gifts
                if gift["sku"].strip()
            ),
            per=words.get("per", "order"),
            every=read_number(words.get("every", ""), name=_("Every")) or Decimal(1),
            counted=_codes(words.get("counted", "")),
            most_times=read_whole(words.get("most_times", ""), name=_("At most times per order")),
            when_short=words.get("when_short", "without"),
            group=words.get("gift_group", "").strip(),
            is_alone=bool(words.get("is_alone")),
            cap_pieces=read_whole(words.get("cap_pieces", ""), name=_("Budget in pieces")),
            cap_money=read_number(words.get("cap_money", ""), name=_("Budget in money")),
            per_buyer=read_whole(words.get("per_buyer", ""), name=_("Times per buyer")),
            keep_stock=keep or 0,
            only_asked=bool(words.get("only_asked")),
        )


def gift_form_of(draft: GiftDraft) -> GiftForm:
    """The editor of a gift rule that exists."""
    terms = draft.terms
    plain = {
        "per": terms.per, "every": terms.every, "most_times": terms.most_times, "counted": _("、").join(terms.counted),
        "when_short": terms.when_short, "gift_group": terms.group, "is_alone": "1" if terms.is_alone else "",
        "cap_pieces": terms.cap_pieces, "cap_money": terms.cap_money, "per_buyer": terms.per_buyer,
        "keep_stock": terms.keep_stock or None, "only_asked": "1" if terms.only_asked else "",
    }  # fmt: skip
    gifts = [
        {"sku": gift.sku, "quantity": str(gift.quantity), "instead": _("、").join(gift.instead)} for gift in terms.gifts
    ]
    rule = RuleDraft(
        draft.name, draft.condition, (), draft.rule_id, draft.seen, draft.shop_ids, draft.valid_by, draft.valid_from,
        draft.valid_until,
    )  # fmt: skip
    return GiftForm(form_of(rule), gifts, {name: "" if value is None else str(value) for name, value in plain.items()})


def read_gift_form(sent: QueryDict) -> GiftForm:
    """The form as it was sent."""
    gifts = [
        {part: sent.get(f"gift-{part}-{place}", "") for part in ("sku", "quantity", "instead")}
        for place in sent.getlist("gift")
    ]
    words = {name: sent.get(name, "") for name in (*_WORDS, *_CAPS)}
    words |= {name: words[name] or usual for name, usual in _USUAL.items()}
    return GiftForm(read_form(sent), gifts, words)


def _codes(text: str) -> tuple[str, ...]:
    return clean_codes(BETWEEN_WORDS.split(text))


def gift_words(form: GiftForm, lists: Names) -> str:
    """The rule in words, or what cannot be read in it."""
    try:
        draft = form.draft()
    except Refusal as refusal:
        return refusal.sentence
    return gift_sentence(draft.condition, draft.terms, lists)


def shown_gift_form(form: GiftForm, lists: Names) -> dict[str, Any]:
    """What the template of the editor draws."""
    caps = [
        ("cap_pieces", _("Budget in pieces"), _("So many pieces in all. Empty: no limit.")),
        ("cap_money", _("Budget in money"), _("So much in all, at cost. Empty: no limit.")),
        (
            "per_buyer",
            _("Times per buyer"),
            _(
                "So many orders of one buyer in one shop. Orders under a masked name are of one buyer only with one "
                "receiver; where that is hidden too, each counts alone. Empty: no limit."
            ),
        ),
        (
            "keep_stock",
            _("Pieces kept in stock"),
            _("With fewer free pieces than this left over, it counts as out of stock."),
        ),
    ]
    return shown_form(form.rule, lists) | {
        "gifts": form.gifts,
        "words": form.words,
        "caps": [(name, title, form.words.get(name, ""), text) for name, title, text in caps],
        "pers": list(PER.items()),
        "shorts": list(WHEN_SHORT.items()),
        "shape_url": reverse("shape_gift_rule"),
        "sentence": gift_words(form, lists),
    }
