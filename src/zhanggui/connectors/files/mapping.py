"""The page that maps the columns of a file nobody knows yet."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhanggui.channels.models import FileImport
from zhanggui.channels.states import FileState
from zhanggui.connectors.files.importing import SAVE_MAPPINGS, check_file
from zhanggui.connectors.files.layouts.custom import check_sense
from zhanggui.connectors.files.mapped import BY_MAPPING, as_layout, columns_of, guess
from zhanggui.connectors.files.mapping_form import MappingForm
from zhanggui.connectors.files.views import FileRunsAlready, found_file, importer
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.flows.save_mappings import MappingWords, save_mappings
from zhanggui.orders.queries import newest_mappings


@never_cache
@require_http_methods(["GET", "POST"])
def map_columns_view(request: HttpRequest, key: int) -> HttpResponse:
    """The columns with samples, our fields guessed; sent, the mapping is saved and the file looked through by it."""
    actor = importer(request)
    actor.check(SAVE_MAPPINGS)
    held = found_file(key, actor)
    if held.state != FileState.CHECKED:
        raise FileRunsAlready
    first = held.files.order_by("is_item_list", "pk").first()
    if first is None:
        raise NotFound(what=_("File"), key=key)
    columns = columns_of(first.clear, name=first.name)
    headings = [column["heading"] for column in columns]
    form = MappingForm(request.POST or None, headings=headings, guessed=guess(headings))
    if request.method == "POST" and form.is_valid():
        try:
            _read_by(held, form, request)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("order_file", held.pk)
    context = {"title": _("Map the columns"), "form": form, "held": held, "columns": columns}
    return render(request, "files/map_columns.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _read_by(held: FileImport, form: MappingForm, request: HttpRequest) -> None:
    """The mapping is kept only if the file can be read by it."""
    given = form.cleaned_data
    files = list(held.files.all())
    layout = as_layout(form.mapped, given["states"], given["refunds"], name="", title=given["name"])
    check_sense(layout, has_items=len(files) > 1)
    words = MappingWords(given["name"], form.mapped, given["states"], given["refunds"])
    name = save_mappings(mappings=[words], actor=importer(request), at=now()).one()
    held.layout = f"{BY_MAPPING}{newest_mappings()[name].pk}"
    check_file(held, files)
    FileImport.objects.filter(pk=held.pk).update(
        layout=held.layout, summary=held.summary, errors=held.errors, total=held.total
    )
