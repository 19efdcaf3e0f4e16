"""Hand in an order file, see what it holds, import it, watch it run."""

from decimal import Decimal

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanggui.channels.models import FileImport, HeldFile
from zhanggui.channels.states import FILE_STEPS, FileState
from zhanggui.connectors.files.forms import OrderFileForm
from zhanggui.connectors.files.importing import (
    IMPORT_ORDERS,
    SAVE_MAPPINGS,
    check_file,
    digest,
    forget_old_files,
    refused_rows,
    run_file,
)
from zhanggui.connectors.files.jobs import import_file_job
from zhanggui.connectors.files.layouts.known import UnknownLayout
from zhanggui.connectors.files.mapped import columns_of, guess
from zhanggui.connectors.files.told import told_orders
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import seal
from zhanggui.kernel.steps import allows, move_to
from zhanggui.ui.views.asking import actor_of

BY_JOB_FROM = 5_000
MOST_BYTES = 64 * 1024**2
LAST_SHOWN = 10
LEAST_GUESSED = 3


class FileRunsAlready(Refusal):
    """This file is being imported, or has been."""


class FileTooLarge(Refusal):
    """File {file} is larger than {most} MB. Export a shorter time and hand in several files."""


@require_http_methods(["GET", "POST"])
def order_file_view(request: HttpRequest) -> HttpResponse:
    """The form and the last files; a file handed in is looked through and shown on its own page.

    One in no known layout is kept all the same, and who may map columns goes on to them.
    """
    actor = importer(request)
    form = OrderFileForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            held, is_unknown = _hand_in(form, request)
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            return redirect("map_columns" if is_unknown else "order_file", held.pk)
    context = {"title": _("Import order file"), "form": form, "last": _visible(actor).order_by("-pk")[:LAST_SHOWN]}
    return render(request, "files/hand_in.html", context, status=422 if form.errors else 200)


def _hand_in(form: OrderFileForm, request: HttpRequest) -> tuple[FileImport, bool]:
    """The file is kept and looked through; one that cannot be read is not kept. Of an unknown one only the columns."""
    given, actor, is_unknown = form.cleaned_data, actor_of(request), "map" in request.POST
    at = now()
    forget_old_files(at=at)
    files = [_held(given["file"])]
    if given["items"]:
        files.append(_held(given["items"], is_item_list=True))
    held = FileImport(
        shop=given["shop"],
        name=files[0].name,
        layout=given["layout"],
        sha256=digest(files[0].clear),
        handed_in_by=actor.name,
        handed_in_at=at,
        user_id=actor.user_id,
    )
    if is_unknown:
        columns_of(files[0].clear, name=files[0].name)
    else:
        try:
            check_file(held, files)
        except UnknownLayout as refusal:
            is_unknown = actor.may(SAVE_MAPPINGS) and _has_words_of_orders(files[0])
            if not is_unknown:
                raise
            messages.warning(request, refusal.sentence)
    with transaction.atomic():
        FileImport.objects.bulk_create([held])
        for file in files:
            file.file_import = held
        HeldFile.objects.bulk_create(files)
    return held, is_unknown


def _has_words_of_orders(file: HeldFile) -> bool:
    """Enough headings mean something to us that a person can be asked for the rest."""
    headings = [column["heading"] for column in columns_of(file.clear, name=file.name)]
    return len(guess(headings)) >= LEAST_GUESSED


def _held(file: UploadedFile, *, is_item_list: bool = False) -> HeldFile:
    name = (file.name or "")[-200:]
    if (file.size or 0) > MOST_BYTES:
        raise FileTooLarge(file=name, most=MOST_BYTES // 1024**2)
    return HeldFile(name=name, is_item_list=is_item_list, content=seal(file.read()))


@require_GET
def order_file_page_view(request: HttpRequest, key: int) -> HttpResponse:
    """What the file holds and how far it is; while it runs the page asks again."""
    held = found_file(key, importer(request))
    summary = held.summary
    context = {
        "title": held.name,
        "held": held,
        "summary": summary,
        "shown": told_orders(summary.get("shown", ())),
        "first": parse_datetime(summary.get("first") or "") if summary.get("first") else None,
        "last": parse_datetime(summary.get("last") or "") if summary.get("last") else None,
        "amount": Decimal(summary.get("amount") or 0),
        "nothing_new": held.total and not any(summary.get(kind) for kind in ("new", "changed", "disputed")),
    }
    asked_again = bool(request.headers.get("HX-Request"))
    answer = render(request, "files/progress.html" if asked_again else "files/file.html", context)
    if asked_again and held.state != FileState.RUNNING:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def import_order_file_view(request: HttpRequest, key: int) -> HttpResponse:
    """The file runs: at once, or by a worker when it is large. A second click is refused."""
    actor = importer(request)
    with transaction.atomic():
        held = FileImport.objects.select_for_update().get(pk=found_file(key, actor).pk)
        if not allows(FILE_STEPS, here=held.state, there=FileState.RUNNING):
            raise FileRunsAlready
        move_to(FileImport, [held.pk], FileState.RUNNING, done=0, refused=0, trouble="")
        if held.total >= BY_JOB_FROM:
            import_file_job.defer(import_id=held.pk, user_id=actor.user_id)
    if held.total < BY_JOB_FROM:
        held.refresh_from_db()
        run_file(held, actor=actor)
    return redirect("order_file", held.pk)


@require_GET
def refused_rows_view(request: HttpRequest, key: int) -> HttpResponse:
    """The rows that could not be read, with the reason in the last column."""
    held = found_file(key, importer(request))
    rows = refused_rows(held, get_language() or "zh-hans")
    answer = HttpResponse(rows.content, content_type=rows.kind)
    answer["Content-Disposition"] = f'attachment; filename="refused-{held.pk}.{rows.suffix}"'
    return answer


def importer(request: HttpRequest) -> Actor:
    """Who asks. Raises NotAllowed without the right to import orders."""
    actor = actor_of(request)
    actor.check(IMPORT_ORDERS)
    return actor


def _visible(actor: Actor) -> QuerySet[FileImport]:
    rows = FileImport.objects.select_related("shop")
    return rows if actor.shop_ids is None else rows.filter(shop_id__in=actor.shop_ids)


def found_file(key: int, actor: Actor) -> FileImport:
    """The file handed in. Raises NotFound when it is not there, or of a shop outside the person's scope."""
    held = _visible(actor).filter(pk=key).first()
    if held is None:
        raise NotFound(what=_("File"), key=key)
    return held
