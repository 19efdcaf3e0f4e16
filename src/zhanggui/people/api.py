"""People in the public API: accounts, scope, passwords, keys."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Id, Ids, answer, caller_of, flow_operation, run
from zhanggui.kernel.clock import now
from zhanggui.people.flows.change_passwords import PasswordChange, change_passwords
from zhanggui.people.flows.change_profiles import Profile, change_profiles
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.flows.deactivate_users import deactivate_users
from zhanggui.people.flows.install_roles import install_roles
from zhanggui.people.flows.make_api_tokens import TokenDraft, make_api_tokens
from zhanggui.people.flows.revoke_api_tokens import revoke_api_tokens
from zhanggui.people.flows.set_scope import UserScope, set_scope
from zhanggui.people.scope import Scope

router = Router(tags=["people"])

MOST = 200
Username = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(max_length=80)]
Password = Annotated[str, Field(min_length=1, max_length=128)]
Label = Annotated[str, Field(min_length=1, max_length=80)]
Language = Literal["zh-hans", "en"]
Codes = Annotated[list[Annotated[str, Field(max_length=32)]], Field(max_length=50)]
Places = Annotated[list[Id], Field(max_length=1000, description="Empty: all of them.")]


class NewUser(Asked):
    username: Username
    name: Name = ""
    password: Password
    roles: Codes = []
    shop_ids: Places = []
    warehouse_ids: Places = []
    language: Language = "zh-hans"


class CreateUsers(Asked):
    users: Annotated[list[NewUser], Field(min_length=1, max_length=MOST)]


class NewPassword(Asked):
    user_id: Id
    password: Password
    current: Annotated[str, Field(max_length=128, description="Needed for one's own account.")] = ""


class ChangePasswords(Asked):
    changes: Annotated[list[NewPassword], Field(min_length=1, max_length=MOST)]


class NewProfile(Asked):
    user_id: Id
    name: Name = ""
    language: Language | Literal[""] = ""


class ChangeProfiles(Asked):
    profiles: Annotated[list[NewProfile], Field(min_length=1, max_length=MOST)]


class NewScope(Asked):
    user_id: Id
    roles: Codes = []
    shop_ids: Places = []
    warehouse_ids: Places = []


class SetScope(Asked):
    scopes: Annotated[list[NewScope], Field(min_length=1, max_length=MOST)]


class DeactivateUsers(Asked):
    user_ids: Ids


class NewToken(Asked):
    user_id: Id
    label: Label


class MakeApiTokens(Asked):
    tokens: Annotated[list[NewToken], Field(min_length=1, max_length=MOST)]


class RevokeApiTokens(Asked):
    token_ids: Ids


@flow_operation(router, install_roles)
def install_roles_endpoint(request: HttpRequest) -> Answered:
    return run(install_roles, request)


@flow_operation(router, create_users)
def create_users_endpoint(request: HttpRequest, asked: CreateUsers) -> Answered:
    drafts = [UserDraft(**each.model_dump()) for each in asked.users]
    return run(create_users, request, users=drafts)


@flow_operation(router, change_passwords)
def change_passwords_endpoint(request: HttpRequest, asked: ChangePasswords) -> Answered:
    changes = [PasswordChange(**each.model_dump()) for each in asked.changes]
    return answer(change_passwords(changes=changes, actor=_own_or_allowed(request), at=now()))


@flow_operation(router, change_profiles)
def change_profiles_endpoint(request: HttpRequest, asked: ChangeProfiles) -> Answered:
    profiles = [Profile(**each.model_dump()) for each in asked.profiles]
    return answer(change_profiles(profiles=profiles, actor=_own_or_allowed(request), at=now()))


@flow_operation(router, set_scope)
def set_scope_endpoint(request: HttpRequest, asked: SetScope) -> Answered:
    scopes = [UserScope(each.user_id, Scope(each.roles, each.shop_ids, each.warehouse_ids)) for each in asked.scopes]
    return run(set_scope, request, scopes=scopes)


@flow_operation(router, deactivate_users)
def deactivate_users_endpoint(request: HttpRequest, asked: DeactivateUsers) -> Answered:
    return run(deactivate_users, request, user_ids=asked.user_ids)


@flow_operation(router, make_api_tokens)
def make_api_tokens_endpoint(request: HttpRequest, asked: MakeApiTokens) -> Answered:
    drafts = [TokenDraft(**each.model_dump()) for each in asked.tokens]
    return run(make_api_tokens, request, tokens=drafts)


@flow_operation(router, revoke_api_tokens)
def revoke_api_tokens_endpoint(request: HttpRequest, asked: RevokeApiTokens) -> Answered:
    return answer(revoke_api_tokens(token_ids=asked.token_ids, actor=_own_or_allowed(request), at=now()))


def _own_or_allowed(request: HttpRequest) -> Any:
    """Everybody may do it for themselves; the flow refuses, one by one, what takes the right."""
    return caller_of(request)
