"""Numbers given back one by one, where a provider takes one in a call."""

from collections.abc import Callable, Mapping, Sequence

from zhanggui.connectors.asking.many import ask_in_batches
from zhanggui.connectors.asking.refusing import AlreadyVoid
from zhanggui.kernel.doors.waybills import WaybillName
from zhanggui.kernel.refusal import Refusal


def cancel_each(waybills: Sequence[WaybillName], cancel: Callable[[WaybillName], None]) -> Mapping[str, Refusal]:
    """All of them are void but for those answered, by number; one that was void already counts as done."""

    def ask(batch: Sequence[WaybillName]) -> Mapping[str, bool | Refusal]:
        (waybill,) = batch
        cancel(waybill)
        return {waybill.number: True}

    answers = ask_in_batches(waybills, named=lambda one: one.number, together=lambda _: None, most=1, ask=ask)
    return {
        number: answer
        for number, answer in answers.items()
        if isinstance(answer, Refusal) and not isinstance(answer, AlreadyVoid)
    }
