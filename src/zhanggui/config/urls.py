"""Every address of the program, one include per room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("zhanggui.workbench.urls")),
    path("", include("zhanggui.ui.urls")),
    path("", include("zhanggui.people.urls")),
    path("", include("zhanggui.catalog.urls")),
    path("", include("zhanggui.parties.urls")),
    path("", include("zhanggui.inventory.urls")),
    path("", include("zhanggui.books.urls")),
    path("", include("zhanggui.costing.urls")),
    path("", include("zhanggui.storing.urls")),
    path("", include("zhanggui.counting.urls")),
    path("", include("zhanggui.transfers.urls")),
    path("", include("zhanggui.orders.urls")),
    path("", include("zhanggui.purchasing.urls")),
    path("", include("zhanggui.receiving.urls")),
    path("", include("zhanggui.quality.urls")),
    path("", include("zhanggui.planning.urls")),
    path("", include("zhanggui.invoicing.urls")),
    path("", include("zhanggui.control.urls")),
    path("", include("zhanggui.fulfilment.urls")),
    path("", include("zhanggui.logistics.urls")),
    path("", include("zhanggui.channels.urls")),
    path("", include("zhanggui.connectors.files.urls")),
    path("", include("zhanggui.demo.urls")),
    path("api/v1/", include("zhanggui.config.api.urls")),
]

handler403 = "zhanggui.ui.views.errors.page_not_allowed"
handler404 = "zhanggui.ui.views.errors.page_not_found"
handler500 = "zhanggui.ui.views.errors.server_stumbled"
