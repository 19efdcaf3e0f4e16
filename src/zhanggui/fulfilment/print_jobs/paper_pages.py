"""Papers of a table that chose a printer for them: they go there without a dialog, by C-Lodop.

The components of the platforms print their own labels only. Where C-Lodop is not there, the page says which printer to
choose in the browser's dialog.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhanggui.fulfilment.print_jobs.components import CLODOP, clodop_addresses
from zhanggui.fulfilment.print_jobs.policy import reaching_printers
from zhanggui.fulfilment.print_jobs.rows import printers_at
from zhanggui.fulfilment.print_jobs.words import paper_words
from zhanggui.fulfilment.states import PaperKind
from zhanggui.ui.views.station import station_actor

View = Callable[[HttpRequest], HttpResponse]
AS_PDF = "pdf"
"""Asked with this, a paper is the PDF itself."""


def at_its_printer(kind: PaperKind) -> Callable[[View], View]:
    """The paper goes to the printer that the table has for it; where it has none, it is the PDF."""

    def wrapped(view: View) -> View:
        @wraps(view)
        def paper(request: HttpRequest) -> HttpResponse:
            if AS_PDF in request.GET or not (table := station_actor(request).station):
                return view(request)
            chosen = printers_at(table).get(kind, {}).get(CLODOP)
            return view(request) if chosen is None else _page(request, kind, table, chosen)

        return paper

    return wrapped


@reaching_printers
def _page(request: HttpRequest, kind: PaperKind, table: str, chosen: dict[str, object]) -> HttpResponse:
    asked = request.GET.copy()
    asked[AS_PDF] = "1"
    page = {
        "pdf": f"{request.path}?{asked.urlencode()}",
        "title": str(kind.label),
        "printer": chosen,
        "clodop": clodop_addresses(is_secure=request.is_secure()),
        "words": paper_words(),
    }
    context = {"title": str(kind.label), "page": page, "table": table, "usual": _("Usual printer")}
    return render(request, "fulfilment/print_paper.html", context)
