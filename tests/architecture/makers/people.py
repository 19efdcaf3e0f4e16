"""How to call each flow over people, the catalog and saved views on a set of any size."""

from dataclasses import replace

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.rules.sku_rows import SkuRow
from zhanggui.kernel.actor import system_actor
from zhanggui.people.flows.change_passwords import PasswordChange, change_passwords
from zhanggui.people.flows.change_profiles import Profile, change_profiles
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.flows.deactivate_users import deactivate_users
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.flows.make_api_tokens import TokenDraft, make_api_tokens
from zhanggui.people.flows.revoke_api_tokens import revoke_api_tokens
from zhanggui.people.flows.set_scope import UserScope, set_scope
from zhanggui.people.models import ApiToken, Role, User
from zhanggui.people.scope import Scope
from zhanggui.people.testing import PASSWORD
from zhanggui.ui.flows.arrange_views import arrange_views
from zhanggui.ui.flows.delete_views import delete_views
from zhanggui.ui.flows.save_views import ViewDraft, save_views
from zhanggui.ui.models import SavedView

CLERK = replace(system_actor("clerk"), user_id=7)


def cataloguing(world: World, n: int) -> Call:
    rows = [
        SkuRow(code=f"C{cause}", product_name=f"C{cause}", category="茶叶", barcodes=(f"B{cause}",))
        for cause in (next(causes) for _ in range(n))
    ]
    return lambda: import_skus(rows=rows, **BY)


def drafts(n: int) -> list[UserDraft]:
    if not Role.objects.exists():
        install_roles(**BY)
    return [UserDraft(username=f"u{next(causes)}", name="U", password=PASSWORD, roles=("packer",)) for _ in range(n)]


def people(n: int) -> list[int]:
    names = create_users(users=drafts(n), **BY).done
    return list(User.objects.filter(username__in=names).values_list("pk", flat=True))


def hiring(world: World, n: int) -> Call:
    users = drafts(n)
    return lambda: create_users(users=users, **BY)


def scoping(world: World, n: int) -> Call:
    scopes = [UserScope(user_id, Scope(("picker",), (world.shop.pk,), (world.warehouse.pk,))) for user_id in people(n)]
    return lambda: set_scope(scopes=scopes, **BY)


def renaming(world: World, n: int) -> Call:
    profiles = [Profile(user_id, name="New") for user_id in people(n)]
    return lambda: change_profiles(profiles=profiles, **BY)


def new_passwords(world: World, n: int) -> Call:
    changes = [PasswordChange(user_id, "Maple-Harbour-9") for user_id in people(n)]
    return lambda: change_passwords(changes=changes, **BY)


def dismissing(world: World, n: int) -> Call:
    user_ids = people(n)
    return lambda: deactivate_users(user_ids=user_ids, **BY)


def giving_keys(world: World, n: int) -> Call:
    tokens = [TokenDraft(user_id, f"key {user_id}") for user_id in people(n)]
    return lambda: make_api_tokens(tokens=tokens, **BY)


def taking_keys(world: World, n: int) -> Call:
    giving_keys(world, n)()
    token_ids = list(ApiToken.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: revoke_api_tokens(token_ids=token_ids, **BY)


def saving_views(world: World, n: int) -> Call:
    views = [ViewDraft(desk="orders", title=f"V{next(causes)}") for _ in range(n)]
    return lambda: save_views(views=views, actor=CLERK, at=BY["at"])


def deleting_views(world: World, n: int) -> Call:
    saving_views(world, n)()
    view_ids = list(SavedView.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: delete_views(view_ids=view_ids, actor=CLERK, at=BY["at"])


def arranging_views(world: World, n: int) -> Call:
    saving_views(world, n)()
    view_ids = list(SavedView.objects.order_by("-pk").values_list("pk", flat=True)[:n])
    return lambda: arrange_views(desk="orders", view_ids=view_ids, actor=CLERK, at=BY["at"])


MAKERS: Makers = {
    "import_skus": cataloguing,
    "create_users": hiring,
    "set_scope": scoping,
    "change_profiles": renaming,
    "change_passwords": new_passwords,
    "deactivate_users": dismissing,
    "make_api_tokens": giving_keys,
    "revoke_api_tokens": taking_keys,
    "save_views": saving_views,
    "delete_views": deleting_views,
    "arrange_views": arranging_views,
}
