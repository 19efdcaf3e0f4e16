"""A call that found no answer, or an account that cannot call, as refusals of the door."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from zhanggui.connectors.asking.line import AddressWrong, Unanswered
from zhanggui.kernel.doors.waybills import ProviderDown, WaybillAccount, WaybillAccountIncomplete


@contextmanager
def on_the_line(provider: str, account: WaybillAccount) -> Iterator[None]:
    """Whatever keeps the answer from us inside the block is refused as the door says it."""
    try:
        yield
    except AddressWrong as fault:
        raise incomplete(provider, account, "gateway") from fault
    except Unanswered as fault:
        raise ProviderDown(provider=provider, reason=str(fault)) from fault


def check_complete(
    provider: str, account: WaybillAccount, *, settings: Sequence[str] = (), secrets: Sequence[str] = ()
) -> None:
    """Refuses an account that lacks one of these."""
    missing = [name for name in settings if not account.settings.get(name)]
    missing += [name for name in secrets if not account.secrets.get(name)]
    if missing:
        raise incomplete(provider, account, missing[0])


def incomplete(provider: str, account: WaybillAccount, setting: str) -> WaybillAccountIncomplete:
    return WaybillAccountIncomplete(provider=provider, account=account.code, setting=setting)
