"""Addresses of the audit log, inside a tenant's settings."""

from django.urls import path

from apps.accounts.views import audit

app_name = "audit"
urlpatterns = [
    path("", audit.index, name="index"),
    path("export/", audit.export, name="export"),
    path("check/", audit.check, name="check"),
]
