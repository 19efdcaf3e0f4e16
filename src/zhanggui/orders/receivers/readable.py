"""Receivers that a platform shows only encrypted: whoever writes our labels cannot read them. Somebody else may: a
carrier that delivers by the cipher, or an account that draws the number at the platform."""

from collections.abc import Callable, Collection
from functools import cached_property

from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.people.models import Shop

PlatformsRead = Callable[[], Collection[str]]
_readers: list[PlatformsRead] = []


def reads_platforms(function: PlatformsRead) -> PlatformsRead:
    """This function knows platforms whose encrypted receivers somebody reads who gives numbers."""
    _readers.append(function)
    return function


def is_cipher_enough(carrier: str = "") -> bool:
    """Whether this carrier, or with none named any of ours, delivers by the platform's cipher alone."""
    known = known_carriers()
    return any(one.takes_ciphers for key, one in known.items() if carrier in {"", key})


class CipherReaders:
    """Who reads a cipher of a shop's orders. Asked only when such an order comes: two statements, however many come."""

    def read_orders_of(self, shop_id: int) -> bool:
        """Whether a carrier of ours, or an account that may draw their number, reads them."""
        return self._any_carrier or self._channels.get(shop_id) in self._platforms

    @cached_property
    def _any_carrier(self) -> bool:
        return is_cipher_enough()

    @cached_property
    def _channels(self) -> dict[int, str]:
        return dict(Shop.objects.values_list("pk", "channel"))

    @cached_property
    def _platforms(self) -> set[str]:
        return {platform for reader in _readers for platform in reader()}
