"""Addresses of saved views, inside a tenant."""

from django.urls import path

from apps.accounts.views import saved_views

app_name = "views"
urlpatterns = [
    path("save/", saved_views.keep_view, name="save"),
    path("restore/", saved_views.restore_view, name="restore"),
    path("<uuid:pk>/delete/", saved_views.forget_view, name="delete"),
]
