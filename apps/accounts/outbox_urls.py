"""Addresses of the outbox in a tenant."""

from django.urls import path

from apps.accounts.views import outbox

app_name = "outbox"
urlpatterns = [
    path("", outbox.index, name="index"),
    path("<uuid:pk>/", outbox.mail, name="mail"),
    path("<uuid:pk>/html/", outbox.html, name="html"),
]
