"""The switch of the demo staff."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from zhanggui.demo.flows.staff_posts import staff_posts
from zhanggui.kernel.clock import now
from zhanggui.ui.views.asking import actor_of


@require_POST
def staff_posts_view(request: HttpRequest) -> HttpResponse:
    """Exactly the ticked posts are filled by the demo staff. In the demo, anyone may send them home."""
    if not settings.DEMO:
        raise Http404
    staff_posts(posts=request.POST.getlist("posts"), actor=actor_of(request), at=now())
    return HttpResponse(status=204)
