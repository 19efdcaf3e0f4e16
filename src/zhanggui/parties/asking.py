"""The flows as the desk asks them: the same words for each supplier chosen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome
from zhanggui.parties.flows.note_talks import TalkDraft, note_talks
from zhanggui.parties.flows.score_suppliers import score_suppliers
from zhanggui.parties.flows.set_bank_accounts import set_bank_accounts
from zhanggui.parties.flows.set_contacts import set_contacts
from zhanggui.parties.flows.set_terms import set_terms
from zhanggui.parties.rules.filing import AccountDraft, ContactDraft
from zhanggui.parties.rules.terms import TermsDraft


def score_this_month(*, supplier_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return score_suppliers(supplier_ids=supplier_ids, month=company_day(at), actor=actor, at=at)


def note_one(*, supplier_ids: Sequence[int], actor: Actor, at: datetime, **said: Any) -> Outcome[int]:
    return note_talks(talks=[TalkDraft(pk, **said) for pk in supplier_ids], actor=actor, at=at)


def agree(*, supplier_ids: Sequence[int], actor: Actor, at: datetime, **terms: Any) -> Outcome[int]:
    keys = {f"{pk}:{terms['sku_code']}": pk for pk in supplier_ids}
    outcome = set_terms(terms=[TermsDraft(pk, **terms) for pk in supplier_ids], actor=actor, at=at)
    return Outcome([keys[key] for key in outcome.done], {keys[key]: no for key, no in outcome.refused.items()})


def pay_to(*, supplier_ids: Sequence[int], actor: Actor, at: datetime, **account: str) -> Outcome[int]:
    return set_bank_accounts(accounts=[AccountDraft(pk, **account) for pk in supplier_ids], actor=actor, at=at)


def talk_to(
    *, supplier_ids: Sequence[int], people: Sequence[Sequence[str]], actor: Actor, at: datetime
) -> Outcome[int]:
    drafts = [ContactDraft(pk, *person) for pk in supplier_ids for person in people]
    return set_contacts(contacts=drafts, actor=actor, at=at)
