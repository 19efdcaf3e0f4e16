"""Accounts, scope, passwords and keys: who may do what to whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.kernel.actor import Actor, system_actor
from zhanggui.kernel.refusal import NotAllowed, NotFound
from zhanggui.people.flows.change_passwords import PasswordChange, WrongPassword, change_passwords
from zhanggui.people.flows.change_profiles import Profile, change_profiles
from zhanggui.people.flows.create_users import UserDraft, UsernameTaken, create_users
from zhanggui.people.flows.deactivate_users import deactivate_users
from zhanggui.people.flows.forget_answers import forget_answers
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.flows.make_api_tokens import TokenDraft, make_api_tokens
from zhanggui.people.flows.revoke_api_tokens import revoke_api_tokens
from zhanggui.people.flows.set_scope import UserScope, set_scope
from zhanggui.people.models import ApiToken, Role, User
from zhanggui.people.roles import ROLE_PACKS
from zhanggui.people.rules import (
    NotYourself,
    OwnerOnly,
    PasswordTooWeak,
    RightsBeyondOwn,
    RightsGuarded,
    UsernameNotUsable,
)
from zhanggui.people.scope import Scope
from zhanggui.people.signing_in import actor_of_key
from zhanggui.people.testing import AT, PASSWORD, make_actor, make_key, make_shop, make_user, make_warehouse

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")


def draft(username: str, **more) -> UserDraft:
    return UserDraft(**{"username": username, "name": username, "password": PASSWORD} | more)


def test_role_packs_are_installed_once_and_corrected():
    assert len(install_roles(actor=SYSTEM, at=AT).done) == len(ROLE_PACKS)
    Role.objects.create(code="florist", name="Florist", grants=["see_orders"])
    Role.objects.filter(code="picker").update(grants=["*"])
    assert install_roles(actor=SYSTEM, at=AT).done == ["picker"]
    assert install_roles(actor=SYSTEM, at=AT).done == []
    assert "*" not in Role.objects.get(code="picker").grants
    assert Role.objects.get(code="florist").grants == ["see_orders"]


def test_users_get_posts_and_places():
    shop, warehouse = make_shop(), make_warehouse()
    user = make_user("wei", roles=["picker", "packer"], shop_ids=[shop.pk], warehouse_ids=[warehouse.pk])
    actor = user.as_actor()
    assert user.username == "wei"
    assert actor.may("pick_waves")
    assert actor.may("weigh_parcels")
    assert not actor.may("review_orders")
    assert (actor.shop_ids, actor.warehouse_ids) == (frozenset({shop.pk}), frozenset({warehouse.pk}))
    assert user.password != PASSWORD


def test_users_that_cannot_be_are_refused_one_by_one():
    make_user("anna")
    install_roles(actor=SYSTEM, at=AT)
    outcome = create_users(
        users=[
            draft("ANNA"),
            draft("two"),
            draft("Two"),
            draft("has space"),
            draft("weak", password="12345678"),
            draft("lost", roles=["astronaut"]),
            draft("away", shop_ids=[999]),
            draft("fine"),
        ],
        actor=SYSTEM,
        at=AT,
    )
    assert outcome.done == ["fine"]
    assert {key: type(refusal) for key, refusal in outcome.refused.items()} == {
        "anna": UsernameTaken,
        "two": UsernameTaken,
        "has space": UsernameNotUsable,
        "weak": PasswordTooWeak,
        "lost": NotFound,
        "away": NotFound,
    }


@pytest.mark.parametrize("password", ["short7", "12345678901", "aaaaaaaaa", "password1", "carolinex", "xenilorac"])
def test_passwords_that_are_guessed_are_refused(password):
    outcome = create_users(users=[draft("carolinex", password=password)], actor=SYSTEM, at=AT)
    assert isinstance(outcome.refused["carolinex"], PasswordTooWeak)


def test_creating_people_costs_the_same_for_one_and_for_many():
    make_user("anna", roles=["picker"])

    def count(names: list[str]) -> int:
        with CaptureQueriesContext(connection) as caught:
            create_users(users=[draft(name, roles=["picker"]) for name in names], actor=SYSTEM, at=AT)
        return len(caught)

    assert count(["one"]) == count([f"many{number}" for number in range(20)])


def test_nobody_hands_on_more_than_they_have():
    mine, other = make_shop("S1"), make_shop("S2")
    boss = make_actor("boss", roles=["hr"], shop_ids=[mine.pk])
    user, owner = make_user("anna"), make_user("olga", roles=["owner"])

    def refusal(target: User, scope: Scope, actor: Actor = boss):
        return type(set_scope(scopes=[UserScope(target.pk, scope)], actor=actor, at=AT).refused.get(target.pk))

    assert refusal(user, Scope(["picker"], [mine.pk])) is type(None)
    assert refusal(user, Scope(["picker"], [other.pk])) is NotFound
    assert refusal(user, Scope(["picker"])) is RightsBeyondOwn
    assert refusal(user, Scope(["owner"], [mine.pk])) is OwnerOnly
    assert refusal(owner, Scope(["picker"], [mine.pk])) is OwnerOnly
    assert refusal(User.objects.get(username="boss"), Scope(["it"], [mine.pk])) is NotYourself
    assert refusal(user, Scope(["owner"]), owner.as_actor()) is type(None)


@pytest.mark.parametrize("post", ["it", "cashier", "service_lead"])
def test_guarded_rights_are_handed_on_only_by_who_has_them(post):
    hr, owner, anna = make_actor("harry", roles=["hr"]), make_actor("olga", roles=["owner"]), make_user("anna")

    def refused(actor: Actor) -> set[type]:
        given = set_scope(scopes=[UserScope(anna.pk, Scope([post]))], actor=actor, at=AT)
        made = create_users(users=[draft(f"new-{actor.name}", roles=[post])], actor=actor, at=AT)
        return {type(refusal) for refusal in (given.refused | made.refused).values()}

    assert refused(hr) == {RightsGuarded}
    assert refused(owner) == set()


def test_who_fills_posts_gives_posts_whose_work_they_do_not_do():
    hr, anna = make_actor("harry", roles=["hr"]), make_user("anna")
    assert set_scope(scopes=[UserScope(anna.pk, Scope(["picker", "presale"]))], actor=hr, at=AT).done == [anna.pk]


def test_flows_need_their_right():
    picker = make_actor(roles=["picker"])
    for attempt in (
        lambda: install_roles(actor=picker, at=AT),
        lambda: create_users(users=[draft("x")], actor=picker, at=AT),
        lambda: set_scope(scopes=[], actor=picker, at=AT),
        lambda: deactivate_users(user_ids=[1], actor=picker, at=AT),
        lambda: make_api_tokens(tokens=[], actor=picker, at=AT),
        lambda: forget_answers(actor=picker, at=AT),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_own_password_takes_the_present_one_and_others_take_the_right():
    anna, olga = make_user("anna"), make_user("olga", roles=["owner"])
    hr = make_actor("harry", roles=["hr"])
    fresh = "Willow-Bridge-9"

    def refusal(change: PasswordChange, actor: Actor):
        return type(change_passwords(changes=[change], actor=actor, at=AT).refused.get(change.user_id))

    assert refusal(PasswordChange(anna.pk, fresh), anna.as_actor()) is WrongPassword
    assert refusal(PasswordChange(anna.pk, fresh, PASSWORD), anna.as_actor()) is type(None)
    assert refusal(PasswordChange(olga.pk, fresh), anna.as_actor()) is NotAllowed
    assert refusal(PasswordChange(olga.pk, fresh), hr) is OwnerOnly
    assert refusal(PasswordChange(anna.pk, fresh), hr) is type(None)
    assert refusal(PasswordChange(9999, fresh), hr) is NotFound


def test_profiles():
    anna, ben = make_user("anna"), make_user("ben")
    outcome = change_profiles(
        profiles=[Profile(anna.pk, name=" Anna Li "), Profile(ben.pk, name="x")], actor=anna.as_actor(), at=AT
    )
    assert outcome.done == [anna.pk]
    assert isinstance(outcome.refused[ben.pk], NotAllowed)
    anna.refresh_from_db()
    assert (anna.name, anna.language) == ("Anna Li", "zh-hans")


def test_key_acts_as_its_person_and_only_its_hash_is_kept():
    shop = make_shop()
    user = make_user("anna", roles=["reviewer"], shop_ids=[shop.pk])
    key = make_key(user)
    token = ApiToken.objects.get()
    assert key not in (token.key_hash, token.label)
    actor = actor_of_key(key, at=AT)
    assert actor is not None
    assert (actor.user_id, actor.shop_ids, actor.source) == (user.pk, frozenset({shop.pk}), "api")
    assert actor_of_key(key + "x", at=AT) is None
    token.refresh_from_db()
    assert token.used_at == AT
    assert revoke_api_tokens(token_ids=[token.pk], actor=make_actor("ben"), at=AT).refused
    assert revoke_api_tokens(token_ids=[token.pk], actor=user.as_actor(), at=AT).done == [token.pk]
    assert actor_of_key(key, at=AT) is None


def test_key_of_who_left_opens_nothing():
    user = make_user("anna")
    key = make_key(user)
    deactivate_users(user_ids=[user.pk], actor=SYSTEM, at=AT)
    assert actor_of_key(key, at=AT) is None


def test_key_for_somebody_else_allows_no_more_than_its_maker_may():
    it = make_actor("ivan", roles=["it"])
    owner, hr, picker = make_user("olga", roles=["owner"]), make_user("hanna", roles=["hr"]), make_user("pat")
    outcome = make_api_tokens(
        tokens=[TokenDraft(owner.pk, "a"), TokenDraft(hr.pk, "b"), TokenDraft(picker.pk, "c"), TokenDraft(9999, "d")],
        actor=it,
        at=AT,
    )
    assert {key: type(refusal) for key, refusal in outcome.refused.items()} == {"a": RightsBeyondOwn, "d": NotFound}
    assert len(outcome.done) == 2


def test_nobody_closes_their_own_account_or_an_owners():
    hr, owner = make_user("harry", roles=["hr"]), make_user("olga", roles=["owner"])
    outcome = deactivate_users(user_ids=[hr.pk, owner.pk], actor=hr.as_actor(), at=AT)
    assert {key: type(refusal) for key, refusal in outcome.refused.items()} == {hr.pk: NotYourself, owner.pk: OwnerOnly}
