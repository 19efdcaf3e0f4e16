"""Facts of a platform that are rows of tables: its `errors.csv`, and its column in the table of carriers."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from zhanggui.kernel.doors.carriers import declared
from zhanggui.kernel.doors.waybills import CarrierNotOffered, WaybillAccount

ERRORS = "errors.csv"  # code, sub_code, meaning, action


@cache
def table(package: str, name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of a table of this package."""
    text = (files(package) / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def action_for(package: str, code: str, sub_code: str = "") -> str:
    """What an error asks for, from the most exact row to the family (`isp.*`, of this code or of any) to the code
    alone; otherwise refused."""
    exact = {(row["code"], row["sub_code"]): row["action"] for row in table(package, ERRORS)}
    by_sub_code = {row["sub_code"]: row["action"] for row in table(package, ERRORS) if row["sub_code"]}
    family = f"{sub_code.partition('.')[0]}.*" if "." in sub_code else ""
    return (
        exact.get((code, sub_code))
        or by_sub_code.get(sub_code)
        or by_sub_code.get(sub_code.partition(":")[0])
        or exact.get((code, family))
        or exact.get(("", family))
        or exact.get((code, ""))
        or "refused"
    )


def codes_of(package: str) -> Mapping[str, str]:
    """The provider's code of each of our carriers, as the table of carriers says it."""
    return _codes(package.rpartition(".")[2].removesuffix("_waybills"))


@cache
def _codes(provider: str) -> Mapping[str, str]:
    return {key: one.codes[provider] for key, one in declared().items() if provider in one.codes}


def carrier_code(package: str, account: WaybillAccount, carrier: str, *, provider: str) -> str:
    """The provider's code of our carrier; the account's own setting `carrier_code.<carrier>` comes first."""
    code = account.settings.get(f"carrier_code.{carrier}") or codes_of(package).get(carrier)
    if not code:
        raise CarrierNotOffered(provider=provider, carrier=carrier)
    return code


def carrier_key(package: str, account: WaybillAccount, code: str) -> str:
    """Our carrier behind the provider's code; a code we do not know is named by itself."""
    for name, value in account.settings.items():
        if value == code and name.startswith("carrier_code."):
            return name.removeprefix("carrier_code.")
    return carrier_of(package, code) if code in codes_of(package).values() else code.lower()


def code_of(package: str, carrier: str) -> str:
    """The provider's code of our carrier, empty when it has none."""
    return codes_of(package).get(carrier, "")


def carrier_of(package: str, code: str) -> str:
    """Our carrier behind a code of the provider; one that is not in the table is named by the code."""
    return next((carrier for carrier, known in codes_of(package).items() if known == code), code)
