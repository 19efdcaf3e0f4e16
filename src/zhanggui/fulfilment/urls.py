"""Addresses of the papers of the warehouse. Its desks, sheets and stations are found by `zhanggui.ui`."""

from django.urls import path

from zhanggui.fulfilment import views

app_name = "fulfilment"

urlpatterns = [
    path("papers/labels", views.labels_view, name="labels"),
    path("papers/labels/page", views.label_page_view, name="label_page"),
    path("papers/pick-list", views.pick_list_view, name="pick_list"),
    path("papers/sort-sheet", views.sort_sheet_view, name="sort_sheet"),
    path("papers/notes", views.notes_view, name="notes"),
]
