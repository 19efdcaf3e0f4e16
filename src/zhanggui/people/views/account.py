"""One's own account: name, language, password, API keys at a glance."""

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhanggui.kernel.asked import AskedRequest
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.doors import open_to_all
from zhanggui.people.flows.change_passwords import PasswordChange, change_passwords
from zhanggui.people.flows.change_profiles import LanguageUnknown, Profile, change_profiles
from zhanggui.people.forms import PasswordForm, ProfileForm
from zhanggui.people.models import User
from zhanggui.people.views.language import set_language_cookie
from zhanggui.people.views.signing_in import next_page
from zhanggui.ui.views.asking import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
def account_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    user = User.objects.get(pk=actor.user_id)
    form = ProfileForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        change_profiles(profiles=[Profile(user_id=user.pk, **form.cleaned_data)], actor=actor, at=now()).one()
        language = form.cleaned_data["language"]
        with override(language):
            messages.success(request, gettext("Saved."))
        return set_language_cookie(redirect("account"), language)
    return _page(request, user, profile=form)


@sensitive_post_parameters()
@require_POST
def change_password_view(request: HttpRequest) -> HttpResponse:
    """This session goes on; every other one of this person is over."""
    actor = actor_of(request)
    user = User.objects.get(pk=actor.user_id)
    form = PasswordForm(request.POST)
    if form.is_valid():
        change = PasswordChange(user.pk, form.cleaned_data["password"], form.cleaned_data["current"])
        try:
            change_passwords(changes=[change], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            user.refresh_from_db(fields=["password"])
            request.user = user
            update_session_auth_hash(request, user)
            messages.success(request, gettext("The password was changed."))
            return redirect("account")
    return _page(request, user, password=form, state=422)


@open_to_all
@require_POST
def switch_language_view(request: HttpRequest) -> HttpResponse:
    """Strangers switch too; for a person it is remembered beyond this browser."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise LanguageUnknown(language=language)
    actor = cast(AskedRequest, request).actor
    if actor is not None and actor.user_id is not None:
        change_profiles(profiles=[Profile(actor.user_id, language=language)], actor=actor, at=now()).one()
    return set_language_cookie(redirect(next_page(request)), language)


def _page(
    request: HttpRequest,
    user: User,
    *,
    profile: ProfileForm | None = None,
    password: PasswordForm | None = None,
    state: int = 200,
) -> HttpResponse:
    context = {
        "title": gettext("My account"),
        "person": user,
        "roles": user.roles.all(),
        "tokens": user.tokens.order_by("pk"),
        "profile_form": profile or ProfileForm(initial={"name": user.name, "language": user.language}),
        "password_form": password or PasswordForm(),
    }
    return render(request, "people/account.html", context, status=state)
