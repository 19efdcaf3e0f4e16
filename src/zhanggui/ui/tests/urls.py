from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path


def start(request: HttpRequest) -> HttpResponse:
    return redirect("ui:desk", "baskets")


urlpatterns = [
    path("", start),
    path("search/", start, name="search"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("zhanggui.ui.urls")),
]
