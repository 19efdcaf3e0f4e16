"""Pages on which an accountant opens and edits accounts and posts an entry by hand."""

from secrets import randbits

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhanggui.books.flows.edit_accounts import edit_accounts
from zhanggui.books.flows.open_accounts import open_accounts
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.forms import AccountEditForm, AccountForm, EntryForm, leg_forms
from zhanggui.books.models import Account, Entry
from zhanggui.books.queries import leaf_choices
from zhanggui.books.rules.accounts import AccountDraft, AccountEdit
from zhanggui.books.rules.entries import NewEntry
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.doors import door
from zhanggui.ui.views.asking import actor_of

BY_HAND = "entry_by_hand"
"""The cause of entries that were typed; each page that asks for one has a number of its own."""


@require_http_methods(["GET", "HEAD", "POST"])
@door("open_accounts")
def open_account_view(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = AccountDraft(**form.cleaned_data)
            code = open_accounts(accounts=[draft], actor=actor_of(request), at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "accounts", Account.objects.get(code=code).pk)
    context = {"title": _("Open an account"), "form": form, "desk_name": "accounts", "desk_title": _("Accounts")}
    return render(request, "books/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("edit_accounts")
def edit_account_view(request: HttpRequest, key: int) -> HttpResponse:
    account = Account.objects.filter(pk=key).first()
    if account is None:
        raise NotFound(what="account", key=key)
    names = ("name", "name_en", "is_active")
    form = AccountEditForm(request.POST or None, initial={name: getattr(account, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            edit = AccountEdit(account.code, **form.cleaned_data)
            edit_accounts(edits=[edit], actor=actor_of(request), at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "accounts", key)
    context = {"title": str(account), "form": form, "desk_name": "accounts", "desk_title": _("Accounts")}
    return render(request, "books/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("post_entries")
def enter_entry_view(request: HttpRequest) -> HttpResponse:
    """What is missing is said on the page: while typing by the sums, at the end by the refusal of the flow."""
    fresh = {"number": randbits(62) + 1, "booked_on": company_day(now())}
    form = EntryForm(request.POST or None, initial=fresh)
    lines = leg_forms(request.POST or None, leaf_choices())
    if request.method == "POST" and form.is_valid() and all(line.is_valid() for line in lines):
        said = form.cleaned_data
        legs = tuple(leg for line in lines if (leg := line.leg()))
        entry = NewEntry(said["number"], said["text"], legs, said["booked_on"], said["document"])
        try:
            number = post_entries(cause=BY_HAND, entries=[entry], actor=actor_of(request), at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "entries", Entry.objects.get(cause=BY_HAND, cause_id=number).pk)
    wrong = form.errors or any(line.errors for line in lines)
    context = {"title": _("New entry"), "form": form, "lines": lines}
    return render(request, "books/enter_entry.html", context, status=422 if wrong else 200)
