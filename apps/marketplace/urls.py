"""Addresses of the marketplace inside a tenant."""

from django.urls import path

from apps.marketplace.views import catalogue, seats

app_name = "marketplace"
urlpatterns = [
    path("", catalogue.index, name="index"),
    path("mine/", catalogue.mine, name="mine"),
    path("<slug:label>/", catalogue.module, name="module"),
    path("<slug:label>/start-trial/", catalogue.start_trial, name="start_trial"),
    path("<slug:label>/deactivate/", catalogue.deactivate, name="deactivate"),
    path("<slug:label>/reactivate/", catalogue.reactivate, name="reactivate"),
    path("<slug:label>/seats/", seats.index, name="seats"),
    path("<slug:label>/seats/export/", seats.export, name="seats_export"),
    path("<slug:label>/seats/bulk/", seats.bulk, name="seats_bulk"),
    path("<slug:label>/seats/roles/", seats.auto_assign, name="seats_roles"),
    path("<slug:label>/seats/<uuid:pk>/pass-on/", seats.pass_on, name="pass_on"),
]
