"""Every address of the program, one include per room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("zhanggui.config.api.urls")),
    path("", include("zhanggui.people.urls")),
    path("", include("zhanggui.ui.urls")),
]
