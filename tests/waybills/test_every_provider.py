"""Every provider of waybills against its simulator: what a parcel asks for is in the request as the platform reads it,
or it is refused in words before anything is printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import httpx
import pytest

from zhanggui.connectors.asking.tests.contract import SENDER, parcel
from zhanggui.connectors.cainiao.provider import Cainiao
from zhanggui.connectors.douyin_waybills.provider import Douyin
from zhanggui.connectors.jd_waybills.provider import JD
from zhanggui.connectors.kdniao.provider import KdniaoWaybills
from zhanggui.connectors.kuaidi100.provider import Kuaidi100Waybills
from zhanggui.connectors.pdd_waybills.provider import Pinduoduo
from zhanggui.connectors.sf.provider import SfWaybills
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.doors.waybills import (
    GROUP,
    Branch,
    Lost,
    OnlyOnAsking,
    ProviderDown,
    ProviderRefused,
    RequestUnfit,
    Services,
    Waybill,
    WaybillAccount,
    WaybillName,
)
from zhanggui.simulators.cainiao import simulator as cainiao
from zhanggui.simulators.douyin_waybills import simulator as douyin
from zhanggui.simulators.jd_waybills import simulator as jd
from zhanggui.simulators.kdniao import KdniaoSimulator
from zhanggui.simulators.kuaidi100 import Kuaidi100Simulator
from zhanggui.simulators.pdd_waybills import simulator as pdd
from zhanggui.simulators.sf import SfSimulator
from zhanggui.simulators.stage.clock import standing_still

ELSEWHERE = replace(SENDER, name="另一仓", address="别处路九十九号")
TIMEOUT = httpx.Timeout(5)


@dataclass(frozen=True)
class Side:
    """A provider and the other side of its line. `refuses` are fields it does not offer; those that know senders by
    their registered address refuse another one."""

    simulator: Callable[[], Any]
    provider: Callable[[Any], Any]
    path: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    branch: Branch = field(default_factory=Branch)
    carrier: str = "zto"
    platform: str = "taobao"
    refuses: frozenset[str] = frozenset()


def _clocked(maker: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda simulator: maker(clock=simulator.server.clock, timeout=TIMEOUT)


def _patient(maker: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda simulator: maker(sleep=lambda _: None, timeout=TIMEOUT)


SIDES = {
    "cainiao": Side(
        cainiao.CainiaoSimulator, _clocked(Cainiao), "/router/rest",
        {"app_key": cainiao.APP_KEY, "user_id": cainiao.USER_ID},
        {"app_secret": cainiao.APP_SECRET, "session": cainiao.SESSION},
        refuses=frozenset({"sender"}),
    ),
    "pdd": Side(
        pdd.PinduoduoSimulator, _clocked(Pinduoduo), "/api/router",
        {"client_id": pdd.CLIENT_ID, "owner_id": pdd.OWNER_ID},
        {"client_secret": pdd.CLIENT_SECRET, "access_token": pdd.ACCESS_TOKEN}, platform="pinduoduo",
        refuses=frozenset({"sender"}),
    ),
    "douyin": Side(
        douyin.DouyinSimulator, _clocked(Douyin), "", {"app_key": douyin.APP_KEY},
        {"app_secret": douyin.APP_SECRET, "access_token": douyin.ACCESS_TOKEN}, platform="douyin",
        refuses=frozenset({"sender"}),
    ),
    "jd": Side(
        jd.JDSimulator, _clocked(JD), "/routerjson", {"app_key": jd.APP_KEY, "vendor_code": jd.VENDOR_CODE},
        {"app_secret": jd.APP_SECRET, "access_token": jd.ACCESS_TOKEN}, Branch(code="57901"), platform="jd",
        refuses=frozenset({"others", "sign_back"}),
    ),
    "sf": Side(
        SfSimulator, _patient(SfWaybills), "", {"partner": "ZGDEMO"}, {"checkword": "demo-checkword"},
        Branch(monthly_account="7551234567"), carrier="sf",
    ),
    "kdniao": Side(
        KdniaoSimulator, _patient(KdniaoWaybills), "", {"ebusiness_id": "1300001", "customer_name": "ZGDEMO"},
        {"app_key": "demo-app-key", "customer_password": "demo-customer-password"}, Branch(name="深圳南山"),
    ),
    "kuaidi100": Side(
        Kuaidi100Simulator, _patient(Kuaidi100Waybills), "", {"partner_id": "K10001"},
        {"key": "demo-key", "secret": "demo-secret", "partner_key": "demo-partner-key"}, Branch(name="深圳南山"),
    ),
}  # fmt: skip


@dataclass
class Line:
    side: Side
    simulator: Any
    provider: Any
    account: WaybillAccount

    def take(self, key: str = "000001", **changes: Any) -> Any:
        """The answer for one parcel."""
        request = parcel(key, platform=self.side.platform, carrier=self.side.carrier, **changes)
        return self.provider.take(self.account, requests=[request])[key]

    def given(self) -> Any:
        (given,) = self.book()
        return given

    def book(self) -> list[Any]:
        """What the simulator has given so far, each with the request as it read it."""
        if isinstance(self.simulator, SfSimulator):
            return self.simulator.book.all()
        return list(self.simulator.numbers.given.values())


@pytest.fixture(params=SIDES)
def line(request) -> Iterator[Line]:
    side = SIDES[request.param]
    simulator = side.simulator(clock=standing_still())
    provider = side.provider(simulator)
    with (simulator if hasattr(simulator, "serving") else simulator.server).serving() as url:
        settings = {"gateway": url + side.path, "template_url": "http://x/1"} | side.settings
        yield Line(side, simulator, provider, WaybillAccount(1, "A", settings, side.secrets, side.branch, SENDER))
    provider.close()


def test_no_provider_is_left_out():
    assert SIDES.keys() == installed(GROUP).keys()


@pytest.mark.parametrize(
    ("asked", "changes", "signs"),
    [
        ("insured_value", {"services": Services(insured_value=Decimal("1234.56"))}, ("1234.56", "123456")),
        ("cash_to_collect", {"services": Services(cash_to_collect=Decimal("789.10"))}, ("789.10", "789.1", "78910")),
        ("others", {"services": Services(others={"SVC-FRESH": "417"})}, ("SVC-FRESH",)),
        ("sign_back", {"services": Services(sign_back=True)}, ("SVC-RECEIPT", "sign_back", "SignB", "needBack")),
        ("sender", {"sender": ELSEWHERE}, ("别处路九十九号",)),
        ("registered sender", {"sender": SENDER}, ("示例路88号",)),
    ],
)
def test_what_is_asked_for_arrives_or_is_refused_in_words(line, asked, changes, signs):
    answer = line.take(**changes)
    if asked in line.side.refuses:
        assert isinstance(answer, (RequestUnfit, ProviderRefused))
        assert answer.sentence
        assert line.book() == []
        return
    assert isinstance(answer, Waybill), answer
    heard = str(line.given().asked)
    assert any(sign in heard for sign in signs), heard


def test_the_same_key_is_one_number_for_ever(line):
    first = line.take()
    assert line.take().number == first.number
    assert len(line.book()) == 1
    assert line.take("000002").number != first.number


def test_a_number_is_taken_back_once_and_again(line):
    waybill = line.take()
    name = WaybillName(waybill.key, waybill.carrier, waybill.number, waybill.reference)
    for _ in range(2):
        assert line.provider.cancel(line.account, waybills=[name]) == {}
    assert line.given().state == "cancelled"


def test_a_cancel_that_failed_leaves_the_number_to_be_recovered(line):
    waybill = line.take()
    name = WaybillName(waybill.key, waybill.carrier, waybill.number, waybill.reference)
    faults = getattr(line.simulator, "server", line.simulator).faults
    faults.add("drop", times=9)
    kept = line.provider.cancel(line.account, waybills=[name])
    assert isinstance(kept[waybill.number], ProviderDown)
    assert line.given().state != "cancelled"
    faults.clear()
    assert line.provider.cancel(line.account, waybills=[name]) == {}


def test_an_answer_that_was_lost_is_found_without_drawing_again(line):
    waybill = line.take()
    request = parcel("000001", platform=line.side.platform, carrier=line.side.carrier)
    (found,) = line.provider.recover(line.account, lost=[Lost(request)]).values()
    assert isinstance(found, OnlyOnAsking) or found.number == waybill.number
    assert len(line.book()) == 1
