"""What every page knows: side bar, words for the scripts, the actor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zhanggui.ui.navigation import side_bar
from zhanggui.ui.words import script_words


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor. The side bar is built only where it is shown."""
    return {
        "actor": getattr(request, "actor", None),
        "side_bar": lambda: side_bar(request),
        "script_words": script_words,
        "company_zone": settings.TIME_ZONE,
        "banners": getattr(settings, "PAGE_BANNERS", ()),
    }
