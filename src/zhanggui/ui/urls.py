"""Addresses of the three kinds of pages. Include it in the root urls: `path("", include("zhanggui.ui.urls"))`."""

from django.urls import path

from zhanggui.ui.views.desk import act_view, desk_export_view, desk_rows_view, desk_view
from zhanggui.ui.views.gallery import gallery_view
from zhanggui.ui.views.saved import saved_views_view
from zhanggui.ui.views.sheet import panel_view, sheet_view
from zhanggui.ui.views.station import (
    station_figures_view,
    station_fill_view,
    station_resume_view,
    station_scan_view,
    station_view,
)

app_name = "ui"
urlpatterns = [
    path("desk/<slug:name>/", desk_view, name="desk"),
    path("desk/<slug:name>/rows", desk_rows_view, name="desk_rows"),
    path("desk/<slug:name>/export", desk_export_view, name="desk_export"),
    path("desk/<slug:name>/views", saved_views_view, name="desk_views"),
    path("desk/<slug:name>/act/<slug:action_name>", act_view, name="action"),
    path("sheet/<slug:name>/<str:key>/", sheet_view, name="sheet"),
    path("sheet/<slug:name>/<str:key>/panel", panel_view, name="panel"),
    path("station/<slug:name>/", station_view, name="station"),
    path("station/<slug:name>/scan", station_scan_view, name="station_scan"),
    path("station/<slug:name>/fill", station_fill_view, name="station_fill"),
    path("station/<slug:name>/resume", station_resume_view, name="station_resume"),
    path("station/<slug:name>/figures", station_figures_view, name="station_figures"),
    path("ui/gallery", gallery_view, name="gallery"),
]
