"""What a tab has seen of a draft: an edit of one that another tab has saved since is refused, with the difference."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.masking import mask_address, mask_email, mask_name, mask_phone
from zhanggui.orders.payments.states import MODES
from zhanggui.ui.desk.seen import Watched, check_unchanged

_FORM = (
    Watched("shop_id", _("Shop")),
    Watched("buyer", _("Buyer")),
    Watched("freight", _("Freight")),
    Watched("discount", _("Discount")),
    Watched("payment_mode", _("Payment"), lambda mode: dict(MODES).get(mode, mode)),
    Watched("message", _("Buyer's message")),
    Watched("memo", _("Our memo")),
    Watched("lines", _("Goods")),
)
_RECEIVER = (
    Watched("name", _("Receiver"), mask_name),
    Watched("mobile", _("Mobile"), mask_phone),
    Watched("phone", _("Phone"), mask_phone),
    Watched("state", _("Province")),
    Watched("city", _("City")),
    Watched("district", _("District")),
    Watched("town", _("Town"), lambda words: mask_address("", words)),
    Watched("address", _("Address"), lambda words: mask_address("", words)),
    Watched("postcode", _("Postcode")),
    Watched("email", _("E-mail address"), mask_email),
)


def check_draft_seen(seen: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Raises ChangedMeanwhile where the draft is another one than what was seen of it. Of its receiver the difference
    says what lists show."""
    check_unchanged(str(_("The draft")), [*_FORM, *_RECEIVER], _told(seen), _told(now))


def _told(content: Mapping[str, Any]) -> list[str]:
    receiver = content.get("receiver")
    given = receiver if isinstance(receiver, Mapping) else {}
    form = {**content, "lines": _goods(content.get("lines"))}
    return [
        *(_words(form.get(each.path)) for each in _FORM),
        *(_words(given.get(each.path)) for each in _RECEIVER),
    ]


def _goods(lines: Any) -> str:
    rows = [line for line in lines if isinstance(line, Mapping)] if isinstance(lines, list) else []
    return "、".join(
        f"{line['code']} × {line.get('quantity', '')} × {line.get('price', '')}" for line in rows if line.get("code")
    )


def _words(given: Any) -> str:
    return "" if given is None else str(given).strip()
