"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.people.doors import open_to_all
from zhanggui.people.forms import SignInForm
from zhanggui.people.models import User
from zhanggui.people.signing_in import check_sign_in
from zhanggui.people.views.language import set_language_cookie


@open_to_all
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_view(request: HttpRequest) -> HttpResponse:
    """The session is a fresh one afterwards, and pages speak the person's language."""
    target = next_page(request)
    form = SignInForm(request.POST or None)
    state = 200
    if request.method == "POST" and form.is_valid():
        try:
            user = check_sign_in(**form.cleaned_data, at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            state = refusal.http_state
        else:
            login(request, user)
            return set_language_cookie(redirect(target), user.language)
    return render(request, "people/sign_in.html", {"form": form, "next": target} | _demo(), status=state)


@open_to_all
@require_POST
def sign_out_view(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign_in")


def next_page(request: HttpRequest) -> str:
    """The page the person wanted, if it is one of ours; else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return "/"


def _demo() -> dict[str, object]:
    """In the demo every post has an account whose password is no secret."""
    if not getattr(settings, "DEMO", False):
        return {}
    people = User.objects.at_work().prefetch_related("roles").order_by("pk")[:60]
    return {"demo_people": people, "demo_password": getattr(settings, "DEMO_PASSWORD", "")}
