"""When what a carrier takes along agrees: what should go was scanned, and has left. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from zhanggui.fulfilment.states import DifferenceKind, ManifestState, ParcelState
from zhanggui.kernel.refusal import Refusal

MOST_NAMED = 20


class ManifestNotOpen(Refusal):
    """Manifest {number} is {state}; only an open one is changed."""


class ManifestNotClosed(Refusal):
    """Manifest {number} is {state}; this needs a closed one."""


class NothingOnManifest(Refusal):
    """Nothing was scanned onto manifest {number}."""


class ManifestDiffers(Refusal):
    """Manifest {number}: {listed} parcels should go, {scanned} were scanned, {shipped} have left. {parcels}"""


class Standing(NamedTuple):
    """A parcel that belongs on a manifest, scanned or not, with what somebody wrote of its difference."""

    parcel_id: int
    number: str
    waybill: str
    state: str
    is_scanned: bool
    is_explained: bool
    reason: str

    @property
    def difference(self) -> str:
        """Which kind of difference it is; empty: it was scanned and has left."""
        return difference_of(self.state, is_scanned=self.is_scanned)


class Tally(NamedTuple):
    """The three counts that must be one."""

    listed: int
    scanned: int
    shipped: int
    differences: tuple[Standing, ...]

    @property
    def unexplained(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.differences if not one.is_explained)


def difference_of(state: str, *, is_scanned: bool) -> str:
    if state == ParcelState.SHIPPED:
        return "" if is_scanned else DifferenceKind.UNLISTED.value
    if not is_scanned:
        return DifferenceKind.NOT_SCANNED.value
    if state == ParcelState.STOPPED:
        return DifferenceKind.STOPPED.value
    return DifferenceKind.VOID.value if state == ParcelState.VOID else DifferenceKind.NOT_SHIPPED.value


def tally_of(standing: Iterable[Standing]) -> Tally:
    """Listed is whatever should go or lies on the pile; scanned and shipped are counted among it."""
    rows = list(standing)
    return Tally(
        listed=len(rows),
        scanned=sum(one.is_scanned for one in rows),
        shipped=sum(one.state == ParcelState.SHIPPED for one in rows),
        differences=tuple(one for one in rows if one.difference),
    )


def check_closes(number: str, state: str, tally: Tally) -> None:
    """A manifest closes when scanned = listed = shipped, or when each parcel that differs is explained."""
    if state != ManifestState.OPEN:
        raise ManifestNotOpen(number=number, state=ManifestState(state).label)
    if tally.listed == 0:
        raise NothingOnManifest(number=number)
    if missing := tally.unexplained:
        named = "; ".join(f"{one.waybill} {DifferenceKind(one.difference).label}" for one in missing[:MOST_NAMED])
        raise ManifestDiffers(
            number=number, listed=tally.listed, scanned=tally.scanned, shipped=tally.shipped,
            parcels=named if len(missing) <= MOST_NAMED else f"{named} … +{len(missing) - MOST_NAMED}",
        )  # fmt: skip
