"""Addresses that the platform and every tenant share."""

from django.urls import include, path

from apps.home import views

urlpatterns = [
    path("enter/", views.enter, name="enter"),
    path("accounts/", include("allauth.account.urls")),
    path("", include("config.api_urls")),
]
