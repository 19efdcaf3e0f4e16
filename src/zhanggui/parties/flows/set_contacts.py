"""Say whom to talk to at suppliers.

Afterwards each supplier named has exactly these people on file, sealed; lists show them masked.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.masking import mask_name, mask_phone
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal_short
from zhanggui.parties.facts import ContactsSet
from zhanggui.parties.models import Contact, Supplier
from zhanggui.parties.rules.filing import ContactDraft


class ContactNameless(Refusal):
    """Somebody to talk to has a name."""


@transaction.atomic
def set_contacts(*, contacts: Sequence[ContactDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by supplier."""
    wanted = [draft.supplier_id for draft in contacts]
    there = set(locked(Supplier.objects.all(), wanted).values_list("pk", flat=True))
    refused = not_found("supplier", wanted, there)
    refused |= {draft.supplier_id: ContactNameless() for draft in contacts if not draft.name.strip()}
    kept = [draft for draft in contacts if draft.supplier_id not in refused]
    done = list(dict.fromkeys(draft.supplier_id for draft in kept))

    Contact.objects.filter(supplier_id__among=set(done)).delete()
    rows = [
        (draft.supplier_id, mask_name(draft.name), mask_phone(draft.phone), draft.duty, seal_short(_whole(draft)))
        for draft in kept
    ]
    insert_rows(Contact, ("supplier_id", "name", "phone", "duty", "sealed"), rows)

    counts = {pk: sum(draft.supplier_id == pk for draft in kept) for pk in done}
    announce([ContactsSet(pk, count) for pk, count in counts.items()], actor=actor, at=at)
    return Outcome(done=done, refused=refused)


def _whole(draft: ContactDraft) -> bytes:
    return orjson.dumps({"name": draft.name, "phone": draft.phone, "email": draft.email})
