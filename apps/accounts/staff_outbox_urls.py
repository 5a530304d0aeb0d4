"""Addresses of the platform's outbox; the names are those of a tenant's."""

from django.urls import path

from apps.accounts.views import outbox

app_name = "outbox"
urlpatterns = [
    path("", outbox.staff_index, name="index"),
    path("<uuid:pk>/", outbox.staff_mail, name="mail"),
    path("<uuid:pk>/html/", outbox.staff_html, name="html"),
]
