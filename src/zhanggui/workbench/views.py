"""Home of every post, and the search over all documents."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhanggui.kernel.clock import now
from zhanggui.kernel.promises import broken_promises
from zhanggui.people.doors import open_to_all
from zhanggui.ui.views.asking import actor_of
from zhanggui.workbench.figures import today
from zhanggui.workbench.queues import POSTS, ShownQueue, Waiting, tone_of, work_for
from zhanggui.workbench.search import find_documents


def home_view(request: HttpRequest) -> HttpResponse:
    """The queues this person may work off, most urgent colour first in the eye, and today's figures."""
    actor = actor_of(request)
    at = now()
    work = work_for(request)
    posts = []
    for post in POSTS:
        shown = [
            ShownQueue(queue, waiting, tone_of(queue, waiting, at=at))
            for queue in post.queues
            if actor.may(queue.grant) and (waiting := work.get(queue.key, Waiting())) is not None
        ]
        if shown:
            posts.append((post.title, shown))
    context = {"title": _("Workbench"), "posts": posts, "today": today(actor, at=at), "now": at}
    template = "workbench/queues.html" if request.headers.get("HX-Request") else "workbench/home.html"
    return render(request, template, context)


def today_view(request: HttpRequest) -> JsonResponse:
    """Orders and parcels by hour, for the chart."""
    figures = today(actor_of(request), at=now())
    return JsonResponse({"arrived": figures.arrived, "shipped": figures.shipped})


def search_view(request: HttpRequest) -> HttpResponse:
    """One hit opens its sheet; several are listed; none says so."""
    words = request.GET.get("q", "").strip()
    found = find_documents(words, actor=actor_of(request)) if words else []
    if len(found) == 1:
        return HttpResponseRedirect(found[0].url)
    return render(request, "workbench/search.html", {"title": _("Search"), "words": words, "found": found})


def broken_promises_view(request: HttpRequest) -> HttpResponse:
    """The records the last proof of the books found broken, first first."""
    actor_of(request).check("see_promises")
    context = {"title": _("Broken promises"), "records": broken_promises()}
    return render(request, "workbench/broken_promises.html", context)


@open_to_all
def health_view(request: HttpRequest) -> HttpResponse:
    """For load balancers: the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")
