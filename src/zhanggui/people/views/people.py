"""A new colleague."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.doors import door
from zhanggui.people.flows.create_users import UserDraft, create_users
from zhanggui.people.forms import NewUserForm
from zhanggui.ui.views.asking import actor_of


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@door("create_users")
def new_user_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = NewUserForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            username = create_users(users=[UserDraft(**form.cleaned_data)], actor=actor, at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, gettext("%(name)s can sign in now.") % {"name": username})
            return redirect(reverse("ui:desk", args=["people"]) if actor.may("see_people") else "new_user")
    state = 422 if form.errors else 200
    return render(request, "people/new_user.html", {"title": gettext("New person"), "form": form}, status=state)
