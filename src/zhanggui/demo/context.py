"""What the home page shows of the demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zhanggui.demo.models import StaffPost
from zhanggui.demo.people import POSTS
from zhanggui.people.roles import ROLE_PACKS


def demo_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: nothing outside the demo; inside, read only where a page shows it."""
    if not settings.DEMO:
        return {}
    return {"demo": _panel}


def _panel() -> dict[str, Any]:
    working = set(StaffPost.objects.filter(is_working=True).values_list("code", flat=True))
    names = {pack.code: pack.name for pack in ROLE_PACKS}
    return {
        "posts": [(code, names[code], code in working) for code in POSTS],
        "simulator": settings.DEMO_SIMULATOR,
    }
