"""Addresses below /interviews/."""

from django.urls import include, path

app_name = "interviews"
urlpatterns = [
    path("", include("apps.interviews.bank_urls")),
]
