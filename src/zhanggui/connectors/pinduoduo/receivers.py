"""Who gets an order: the masks as text, the ciphers by which the platform knows the words.

Ciphers are there only while the order waits to be shipped and is not under review. A version without them says nothing
of person and address, whatever becomes of the masks: what we know stays, as long as the place is the same.
"""

from zhanggui.connectors.pinduoduo.unconfirmed import MERGE_ID
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.doors.ciphers import join_ciphers

_CODE = "pinduoduo"
_HIDDEN = frozenset({"receiver_cipher", "receiver_name", "receiver_mobile", "receiver_address"})


def read_receiver(fields: Fields) -> tuple[Receiver, frozenset[str]]:
    """The receiver, and the names of what the platform does not tell of it just now."""
    cipher = join_ciphers(
        {
            "name": fields.text("receiver_name"),
            "mobile": fields.text("receiver_phone"),
            "address": fields.text("receiver_address"),
        }
    )
    merge_id = fields.text(MERGE_ID)
    receiver = Receiver(
        name=fields.text("receiver_name_mask"),
        mobile=fields.text("receiver_phone_mask"),
        state=fields.text("province"),
        city=fields.text("city"),
        district=fields.text("town"),
        address=fields.text("receiver_address_mask"),
        cipher=cipher,
        # Without ciphers neither name is given, so that those we know stay together.
        merge_key=f"{_CODE}:{merge_id}" if merge_id and cipher else "",
    )
    if cipher:
        return receiver, frozenset()
    places = [name for name in ("state", "city", "district") if not getattr(receiver, name)]
    return receiver, _HIDDEN | {f"receiver_{name}" for name in places}
