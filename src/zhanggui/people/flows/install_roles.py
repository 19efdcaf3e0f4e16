"""Bring the role packs into the database.

Afterwards every post of `roles.py` exists with exactly its name and rights; posts of the company's own are untouched.
Done names the posts that were new or changed.
"""

from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.people.facts import RoleInstalled
from zhanggui.people.models import Role
from zhanggui.people.roles import ROLE_PACKS


@transaction.atomic
def install_roles(*, actor: Actor, at: datetime) -> Outcome[str]:
    actor.check("install_roles")
    stored = {role.code: role for role in Role.objects.select_for_update().order_by("pk")}

    wanted = [Role(code=pack.code, name=pack.name, grants=sorted(pack.grants)) for pack in ROLE_PACKS]
    changed = [role for role in wanted if not _is_same(stored.get(role.code), role)]

    written = Role.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=["name", "grants"]
    )

    announce([RoleInstalled(role.pk, role.code, tuple(role.grants)) for role in written], actor=actor, at=at)
    return Outcome([role.code for role in written])


def _is_same(stored: Role | None, wanted: Role) -> bool:
    return stored is not None and (stored.name, sorted(stored.grants)) == (wanted.name, wanted.grants)
