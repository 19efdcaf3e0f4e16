"""How to call each flow over suppliers on a set of any size."""

from datetime import date
from decimal import Decimal

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.advance_suppliers import advance_suppliers
from zhanggui.parties.flows.edit_suppliers import edit_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.flows.import_suppliers import import_suppliers
from zhanggui.parties.flows.import_terms import import_terms
from zhanggui.parties.flows.note_talks import TalkDraft, note_talks
from zhanggui.parties.flows.pause_suppliers import pause_suppliers
from zhanggui.parties.flows.record_events import EventDraft, record_events
from zhanggui.parties.flows.resume_suppliers import resume_suppliers
from zhanggui.parties.flows.review_suppliers import review_suppliers
from zhanggui.parties.flows.score_suppliers import score_suppliers
from zhanggui.parties.flows.set_bank_accounts import set_bank_accounts
from zhanggui.parties.flows.set_contacts import set_contacts
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.rules.filing import AccountDraft, ContactDraft, DocumentDraft, SupplierDraft
from zhanggui.parties.rules.importing import SupplierRow, TermsRow
from zhanggui.parties.rules.terms import TermsDraft
from zhanggui.parties.states import DocumentKind, EventKind, SupplierState, TalkKind
from zhanggui.parties.testing import AT, BUYER, LEAD, make_approved, make_files, make_suppliers, supplier_draft

DAY = date(2026, 11, 11)


def ids(n: int) -> list[int]:
    return [one.pk for one in make_suppliers(n)]


def approved_ids(n: int) -> list[int]:
    return [one.pk for one in make_approved(n)]


def adding(world: World, n: int) -> Call:
    drafts = [supplier_draft() for _ in range(n)]
    return lambda: add_suppliers(suppliers=drafts, **BY)


def editing(world: World, n: int) -> Call:
    drafts = [SupplierDraft(one.code, one.name, one.credit_code, lead_days=7) for one in make_suppliers(n)]
    return lambda: edit_suppliers(suppliers=drafts, **BY)


def advancing(world: World, n: int) -> Call:
    supplier_ids = ids(n)
    return lambda: advance_suppliers(supplier_ids=supplier_ids, to=SupplierState.DOCUMENTS, **BY)


def approving(world: World, n: int) -> Call:
    suppliers = make_suppliers(n)
    make_files(suppliers)
    supplier_ids = [one.pk for one in suppliers]
    advance_suppliers(supplier_ids=supplier_ids, to=SupplierState.DOCUMENTS, actor=BUYER, at=AT)
    return lambda: advance_suppliers(supplier_ids=supplier_ids, to=SupplierState.APPROVED, actor=LEAD, at=AT)


def pausing(world: World, n: int) -> Call:
    supplier_ids = approved_ids(n)
    return lambda: pause_suppliers(supplier_ids=supplier_ids, reason="late", **BY)


def resuming(world: World, n: int) -> Call:
    supplier_ids = approved_ids(n)
    pause_suppliers(supplier_ids=supplier_ids, reason="late", **BY)
    return lambda: resume_suppliers(supplier_ids=supplier_ids, **BY)


def filing(world: World, n: int) -> Call:
    drafts = [DocumentDraft(pk, DocumentKind.TEST_REPORT, f"T{pk}", scan=b"%PDF-1.7") for pk in ids(n)]
    file_documents(documents=drafts, **BY)
    return lambda: file_documents(documents=drafts, **BY)


def naming_contacts(world: World, n: int) -> Call:
    drafts = [ContactDraft(pk, "王采芹", "13712345678") for pk in ids(n)]
    return lambda: set_contacts(contacts=drafts, **BY)


def setting_accounts(world: World, n: int) -> Call:
    drafts = [AccountDraft(pk, "A", "B", "6222020200001234567") for pk in ids(n)]
    return lambda: set_bank_accounts(accounts=drafts, **BY)


def agreeing(world: World, n: int) -> Call:
    pairs = [(pk, f"SKU-{pk}") for pk in ids(n)]
    set_terms(terms=[TermsDraft(*pair, Decimal(9), DAY) for pair in pairs], **BY)
    later = [TermsDraft(*pair, Decimal(8), date(2027, 1, 1)) for pair in pairs]
    return lambda: set_terms(terms=later, **BY)


def noting(world: World, n: int) -> Call:
    talks = [TalkDraft(pk, TalkKind.VISIT, DAY, "王采芹", "saw the hall") for pk in ids(n)]
    return lambda: note_talks(talks=talks, **BY)


def events(n: int) -> list[EventDraft]:
    return [EventDraft(pk, EventKind.LATE_DAYS, Decimal(1), DAY, f"receipt:{next(causes)}") for pk in ids(n)]


def recording(world: World, n: int) -> Call:
    drafts = events(n)
    return lambda: record_events(events=drafts, **BY)


def scoring(world: World, n: int) -> Call:
    drafts = events(n)
    record_events(events=drafts, **BY)
    return lambda: score_suppliers(supplier_ids=[one.supplier_id for one in drafts], month=DAY, **BY)


def importing(world: World, n: int) -> Call:
    drafts = [supplier_draft() for _ in range(n)]
    rows = [SupplierRow(one.code, {"name": one.name, "credit_code": one.credit_code}) for one in drafts]
    return lambda: import_suppliers(rows=rows, **BY)


def importing_known(world: World, n: int) -> Call:
    rows = [SupplierRow(one.code, {"lead_days": 9}) for one in make_suppliers(n)]
    return lambda: import_suppliers(rows=rows, **BY)


def importing_terms(world: World, n: int) -> Call:
    rows = [TermsRow(one.code, "TEA", {"price": Decimal(9)}) for one in make_suppliers(n)]
    import_terms(rows=rows, **BY)
    later = [row._replace(given={"price": Decimal(8), "valid_from": date(2027, 1, 1)}) for row in rows]
    return lambda: import_terms(rows=later, **BY)


def reviewing(world: World, n: int) -> Call:
    supplier_ids = ids(n)
    return lambda: review_suppliers(supplier_ids=supplier_ids, words="fine", **BY)


MAKERS: Makers = {
    "add_suppliers": adding,
    "edit_suppliers": editing,
    "advance_suppliers": advancing,
    "advance_suppliers: approved": approving,
    "pause_suppliers": pausing,
    "resume_suppliers": resuming,
    "file_documents": filing,
    "set_contacts": naming_contacts,
    "set_bank_accounts": setting_accounts,
    "set_terms": agreeing,
    "note_talks": noting,
    "record_events": recording,
    "score_suppliers": scoring,
    "review_suppliers": reviewing,
    "import_suppliers": importing,
    "import_suppliers: known": importing_known,
    "import_terms": importing_terms,
}
