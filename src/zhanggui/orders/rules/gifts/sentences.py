"""A gift rule in words, for people: “If paid ≥ 199, then give 2 × CUP once per order, at most 500 pieces in all”."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhanggui.orders.rules.conditions import Condition
from zhanggui.orders.rules.gifts.terms import GiftChoice, GiftTerms
from zhanggui.orders.rules.sentences import Names, condition_words


def gift_sentence(condition: Condition, terms: GiftTerms, names: Names) -> str:
    parts = [gifts_words(terms), together_words(terms), caps_words(terms)]
    then = _("; ").join(part for part in parts if part)
    if terms.only_asked:
        return _asked_sentence(condition, then, names)
    if not condition.tests:
        return _("For every order: {then}").format(then=then)
    return _("If {condition}, then {then}").format(condition=condition_words(condition, names), then=then)


def _asked_sentence(condition: Condition, then: str, names: Names) -> str:
    if not condition.tests:
        return _("Where a review rule asks for it: {then}").format(then=then)
    return _("Where a review rule asks for it, and if {condition}: {then}").format(
        condition=condition_words(condition, names), then=then
    )


def gifts_words(terms: GiftTerms) -> str:
    """What is given, and how often."""
    gifts = _(" and ").join(_choice(gift) for gift in terms.gifts) or "…"
    words = _("give {gifts} {often}").format(gifts=gifts, often=_often(terms))
    if terms.most_times is not None and terms.per != "order":
        words += ngettext(", at most {count} time", ", at most {count} times", terms.most_times).format(
            count=terms.most_times
        )
    short = _("if out of stock the order waits") if terms.when_short == "wait" else ""
    return _(", ").join(part for part in (words, short) if part)


def _choice(gift: GiftChoice) -> str:
    words = f"{gift.quantity} × {gift.sku or '…'}"
    return _("{gift} (else {others})").format(gift=words, others=_(" / ").join(gift.instead)) if gift.instead else words


def _often(terms: GiftTerms) -> str:
    goods = _(" / ").join(terms.counted)
    every, number = _plain(terms.every), int(terms.every)
    match terms.per:
        case "pieces" if goods:
            words = ngettext("for every {every} piece of {goods}", "for every {every} pieces of {goods}", number)
            return words.format(every=every, goods=goods)
        case "pieces":
            return ngettext("for every {every} piece", "for every {every} pieces", number).format(every=every)
        case "amount" if goods:
            return _("for every ¥{every} of {goods}").format(every=every, goods=goods)
        case "amount":
            return _("for every ¥{every} of goods").format(every=every)
        case "paid":
            return _("for every ¥{every} paid").format(every=every)
        case "sets":
            together = _(" + ").join(terms.counted) or "…"
            words = ngettext("for every {every} set of {goods}", "for every {every} sets of {goods}", number)
            return words.format(every=every, goods=together)
    return _("once per order")


def when_words(terms: GiftTerms) -> str:
    return _("where a review rule asks for it") if terms.only_asked else _("by itself")


def together_words(terms: GiftTerms) -> str:
    """How it stands to other gift rules."""
    parts = [
        _("only the best of the group “{group}”").format(group=terms.group) if terms.group else "",
        _("never with other gifts") if terms.is_alone else "",
    ]
    return _(", ").join(part for part in parts if part)


def caps_words(terms: GiftTerms) -> str:
    """Up to what it gives."""
    parts = [
        _("at most {pieces} pieces in all").format(pieces=terms.cap_pieces) if terms.cap_pieces is not None else "",
        _("at most ¥{money} in all").format(money=_plain(terms.cap_money)) if terms.cap_money is not None else "",
        ngettext("{count} time per buyer", "{count} times per buyer", terms.per_buyer).format(count=terms.per_buyer)
        if terms.per_buyer is not None
        else "",
        _("{pieces} pieces stay in stock").format(pieces=terms.keep_stock) if terms.keep_stock else "",
    ]
    return _(", ").join(part for part in parts if part)


def _plain(number: Decimal) -> str:
    return format(number.normalize() if number == number.to_integral_value() else number, "f")
