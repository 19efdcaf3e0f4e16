"""What a set of parcels should weigh, and what is probably wrong with those that do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhanggui.fulfilment.rules.learning import Band, Content, WeighNumbers
from zhanggui.fulfilment.rules.odd_weights import Guess, guess_cause
from zhanggui.fulfilment.rules.weights import band_of
from zhanggui.fulfilment.states import CrateState
from zhanggui.fulfilment.weighing.reading import Pack, Piece, contents_of, packs


@dataclass(slots=True)
class Judge:
    """Everything the scale knows of these parcels, read once. `chosen` names the box of each that has one."""

    numbers: WeighNumbers
    packs: Mapping[int, Pack]
    pieces: Mapping[int, Sequence[Piece]]
    crates: Mapping[int, str]
    chosen: Mapping[int, int]
    guesses: dict[int, Guess] = field(default_factory=dict)
    _others: list[Content] | None = None

    def pack_of(self, parcel_id: int) -> Pack | None:
        return self.packs.get(self.chosen.get(parcel_id, 0))

    def band(self, parcel_id: int, expected_g: int) -> Band | None:
        """Between what this parcel may weigh in its box; None where nobody knows."""
        box = self.pack_of(parcel_id)
        return band_of(
            expected_g,
            contents_of(self.pieces.get(parcel_id, ())),
            box.content.known if box else None,
            self.numbers,
            is_crated=self.crates.get(parcel_id) == CrateState.BACK,
        )

    def guess(self, parcel_id: int, grams: int, band: Band) -> Guess:
        """What is probably wrong; kept for who writes it down. All boxes are read once, when the first is asked of."""
        box = self.pack_of(parcel_id)
        if self._others is None:
            self._others = [pack.content for pack in packs().values()] if box else []
        contents = contents_of(self.pieces.get(parcel_id, ()))
        boxed = box.content if box else None
        self.guesses[parcel_id] = guess_cause(grams, band, contents, boxed, self._others, self.numbers)
        return self.guesses[parcel_id]
