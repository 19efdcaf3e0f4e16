"""The sentences the form's script speaks, in the language of the page."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "saved": _("Draft saved"),
        "saving": _("Saving…"),
        "not_saved": _("Not saved: {sentence}"),
        "placed": _("Order {number} is placed."),
        "open": _("Open the order"),
        "unknown_goods": _("No goods found."),
        "unknown_buyer": _("No earlier order found. Type or paste the receiver."),
        "below_floor": _("below the floor price {floor}"),
        "leave_title": _("Leave this order?"),
        "leave": _("What was typed is kept as a draft."),
        "keep": _("Keep as draft"),
        "throw_away": _("Throw away"),
        "go_on": _("Go on typing"),
        "changed_title": _("This draft was changed in another window"),
        "field": _("Field"),
        "seen_was": _("What you saw"),
        "saved_now": _("What is saved now"),
        "take_saved": _("Open what is saved"),
        "keep_mine": _("Keep what I typed"),
        "placed_elsewhere": _(
            "The draft has become an order in another window. What stands here is a draft of its own now."
        ),
        "look_at": _("Please look at the marked fields."),
        "copied": _("Receiver copied from order {number}."),
        "remove": _("Remove line {line}"),
        "goods_of": _("Goods of line {line}"),
        "quantity_of": _("Quantity of line {line}"),
        "price_of": _("Price of line {line}"),
    }
