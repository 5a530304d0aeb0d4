"""Addresses of roles and their rights, in the settings of a tenant."""

from django.urls import path

from apps.accounts.views import roles

app_name = "roles"
urlpatterns = [
    path("", roles.index, name="index"),
    path("reset/", roles.reset, name="reset"),
]
