"""From whom the demo company buys: a dozen suppliers at all stages, what was agreed for its goods, scores of months."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zhanggui.demo.goods import goods
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.advance_suppliers import advance_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.flows.note_talks import TalkDraft, note_talks
from zhanggui.parties.flows.pause_suppliers import pause_suppliers
from zhanggui.parties.flows.record_events import EventDraft, record_events
from zhanggui.parties.flows.score_suppliers import score_suppliers
from zhanggui.parties.flows.set_bank_accounts import set_bank_accounts
from zhanggui.parties.flows.set_contacts import set_contacts
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.flows.warn_of_documents import warn_of_documents
from zhanggui.parties.models import Supplier
from zhanggui.parties.rules.credit_codes import check_digit
from zhanggui.parties.rules.filing import AccountDraft, ContactDraft, DocumentDraft, SupplierDraft
from zhanggui.parties.rules.terms import TermsDraft
from zhanggui.parties.states import DocumentKind, EventKind, SupplierState, TalkKind
from zhanggui.people.models import User

BUYER, LEAD = "caigou", "laoban"
"""Who proposes, and who approves."""
MONTHS = 3
_GENERAL, _SMALL = "general", "small"
_THIRTEEN, _THREE = Decimal(13), Decimal(3)


@dataclass(frozen=True, slots=True)
class House:
    """A supplier: the styles it delivers, the days it needs, the days its licence still holds, and how late it is."""

    code: str
    name: str
    short_name: str
    address: str
    styles: str
    lead_days: int
    licence_days: int | None = None
    late_days: tuple[int, ...] = (0, 0, 0)
    defects: str = "0.002"
    tax_kind: str = _GENERAL
    state: str = SupplierState.APPROVED


HOUSES = (
    House("GYS01", "广州锦绣制衣有限公司", "锦绣制衣", "广东省广州市番禺区", "TS DR", 7, None, (0, 1, 0)),
    House("GYS02", "东莞暖阳服饰有限公司", "暖阳服饰", "广东省东莞市虎门镇", "HD JN", 10, 900, (2, 0, 1), "0.008"),
    House("GYS03", "诸暨大唐袜业有限公司", "大唐袜业", "浙江省诸暨市大唐街道", "SK", 5, 400, tax_kind=_SMALL),
    House("GYS04", "义乌风尚饰品有限公司", "风尚饰品", "浙江省义乌市福田街道", "CAP SC", 6, 20, (0, 0, 4), "0.015"),
    House("GYS05", "永康恒温杯业有限公司", "恒温杯业", "浙江省永康市", "BC", 8, 700),
    House("GYS06", "景德镇青瓷坊有限公司", "青瓷坊", "江西省景德镇市珠山区", "MG", 12, 365, (3, 2, 5), "0.03"),
    House("GYS07", "南通云棉家纺有限公司", "云棉家纺", "江苏省南通市通州区", "TW BD", 9, None),
    House("GYS08", "广州花语化妆品有限公司", "花语化妆品", "广东省广州市白云区", "LT MK LS", 10, 500, (0, 1, 1)),
    House("GYS09", "深圳声浪电子有限公司", "声浪电子", "广东省深圳市宝安区", "EB PB CB", 14, 800, (1, 0, 0), "0.006"),
    House("GYS10", "杭州龙井茶业有限公司", "龙井茶业", "浙江省杭州市西湖区", "TE NT", 4, 200),
    House(
        "GYS11", "温州旧友服装厂", "旧友服装", "浙江省温州市鹿城区", "TS", 15, None, (6, 8, 9), "0.06", _SMALL,
        SupplierState.PAUSED,
    ),
    House(
        "GYS12", "泉州新线纺织有限公司", "新线纺织", "福建省泉州市晋江市", "SC", 8, None,
        state=SupplierState.SAMPLE_TEST,
    ),
)  # fmt: skip


def find_suppliers(*, at: datetime) -> None:
    """Afterwards the company has its suppliers, as months of buying left them. Safe to repeat."""
    if Supplier.objects.filter(code=HOUSES[0].code).exists():
        return
    people = {one.username: one.as_actor(source="demo") for one in User.objects.filter(username__in=(BUYER, LEAD))}
    buyer, lead, today = people[BUYER], people[LEAD], company_day(at)
    add_suppliers(suppliers=[_draft(one, number) for number, one in enumerate(HOUSES, 1)], actor=buyer, at=at)
    ids = dict(Supplier.objects.filter(code__in=[one.code for one in HOUSES]).values_list("code", "pk"))
    _file(ids, actor=buyer, at=at)
    _approve(ids, buyer=buyer, lead=lead, at=at)
    set_terms(terms=list(_terms(ids, today)), actor=buyer, at=at)
    events = [event for back in range(MONTHS) for event in _events(ids, _month(today, back), back)]
    record_events(events=events, actor=buyer, at=at)
    for back in reversed(range(MONTHS)):
        score_suppliers(supplier_ids=list(ids.values()), month=_month(today, back), actor=buyer, at=at)
    paused = [ids[one.code] for one in HOUSES if one.state == SupplierState.PAUSED]
    pause_suppliers(supplier_ids=paused, reason="三个月连续迟交，次品率过高", actor=lead, at=at)
    warn_of_documents(actor=buyer, at=at)


def _draft(house: House, number: int) -> SupplierDraft:
    begin = f"91330100MA2K{number:05}"
    return SupplierDraft(
        house.code, house.name, begin + check_digit(begin), house.short_name, house.address, house.tax_kind,
        payment_terms="月结30天", lead_days=house.lead_days, over_percent=Decimal(5), under_percent=Decimal(5),
        least_amount=Decimal(500),
    )  # fmt: skip


def _file(ids: dict[str, int], *, actor: Actor, at: datetime) -> None:
    """Licences, accounts, people to talk to, and what was seen on the visit."""
    today = company_day(at)
    licences = [
        DocumentDraft(
            ids[one.code], DocumentKind.BUSINESS_LICENCE, f"3301{number:08}", date(2021, 3, 1),
            None if one.licence_days is None else today + timedelta(days=one.licence_days),
        )
        for number, one in enumerate(HOUSES, 1)
    ]  # fmt: skip
    reports = [
        DocumentDraft(ids[one.code], DocumentKind.TEST_REPORT, f"JC{one.code}", date(2026, 1, 5))
        for one in HOUSES
        if set(one.styles.split()) & {"BC", "LT", "NT", "TE"}
    ]
    file_documents(documents=[*licences, *reports], actor=actor, at=at)
    accounts = [
        AccountDraft(ids[one.code], one.name, "中国工商银行", f"62220202{number:011}")
        for number, one in enumerate(HOUSES, 1)
    ]
    set_bank_accounts(accounts=accounts, actor=actor, at=at)
    contacts = [
        ContactDraft(ids[one.code], f"{surname}经理", f"1370000{number:04}", duty="销售")
        for number, (one, surname) in enumerate(zip(HOUSES, "王李张刘陈杨黄赵吴周徐孙", strict=True), 1)
    ]
    set_contacts(contacts=contacts, actor=actor, at=at)
    talks = [
        TalkDraft(pk, TalkKind.VISIT, today, "陈芳与销售经理", "看过车间与仓库，设备完好。") for pk in ids.values()
    ]
    note_talks(talks=talks, actor=actor, at=at)


def _approve(ids: dict[str, int], *, buyer: Actor, lead: Actor, at: datetime) -> None:
    everyone = list(ids.values())
    advance_suppliers(supplier_ids=everyone, to=SupplierState.DOCUMENTS, actor=buyer, at=at)
    waiting = {ids[one.code] for one in HOUSES if one.state == SupplierState.SAMPLE_TEST}
    for stage in (SupplierState.VISIT, SupplierState.SAMPLE_TEST):
        advance_suppliers(supplier_ids=sorted(waiting), to=stage, actor=buyer, at=at)
    approved = [pk for pk in everyone if pk not in waiting]
    advance_suppliers(supplier_ids=approved, to=SupplierState.APPROVED, actor=lead, at=at)


def _terms(ids: dict[str, int], today: date) -> Iterator[TermsDraft]:
    """Each supplier delivers its styles at what they cost the company, without tax."""
    begins = today.replace(month=1, day=1)
    for row in goods():
        for place, house in enumerate(one for one in HOUSES if row.product_code in one.styles.split()):
            yield TermsDraft(
                ids[house.code], row.code, (row.cost or Decimal(0)) * (Decimal(1) - Decimal(place) / 20), begins,
                tax_rate=_THREE if house.tax_kind == _SMALL else _THIRTEEN, least_quantity=24, pack_size=12,
                lead_days=house.lead_days,
            )  # fmt: skip


def _events(ids: dict[str, int], month: date, back: int) -> Iterator[EventDraft]:
    for house in HOUSES:
        if house.state == SupplierState.SAMPLE_TEST:
            continue
        measures: Sequence[tuple[str, EventKind, Decimal]] = (
            ("到货", EventKind.LATE_DAYS, Decimal(house.late_days[back % len(house.late_days)])),
            ("质检", EventKind.DEFECT_SHARE, Decimal(house.defects)),
            ("询价", EventKind.ANSWER_HOURS, Decimal(4 + 3 * back)),
        )
        for paper, kind, value in measures:
            yield EventDraft(ids[house.code], kind, value, month, f"{paper} {house.code} {month:%Y-%m}")


def _month(today: date, back: int) -> date:
    """The first day of the month so many before this one."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
