"""Pages that the platform and every tenant share."""

from django.urls import include, path

from apps.accounts.views.people import preferences, switch_language
from apps.home import offline, views

urlpatterns = [
    path("enter/", views.enter, name="enter"),
    path("accounts/preferences/", preferences, name="preferences"),
    path("support/", include("apps.accounts.support_urls")),
    path("accounts/", include("apps.accounts.own_urls")),
    path("legal/", include("apps.accounts.legal_urls")),
    path("offline/", offline.offline, name="offline"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("i18n/setlang/", switch_language, name="set_language"),
    path("accounts/", include("apps.accounts.security_urls")),
    path("accounts/", include("allauth.account.urls")),
]
