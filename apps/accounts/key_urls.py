"""Addresses of API keys, in the settings of a tenant."""

from django.urls import path

from apps.accounts.views import keys

app_name = "keys"
urlpatterns = [
    path("", keys.index, name="index"),
    path("new/", keys.new, name="new"),
    path("<uuid:pk>/revoke/", keys.revoke, name="revoke"),
]
