"""Addresses of terms and privacy notice, on the platform and in every workspace."""

from django.urls import path

from apps.accounts.views import legal

urlpatterns = [
    path("<slug:kind>/", legal.legal_text, name="legal_text"),
    path("<slug:kind>/<int:number>/", legal.legal_text, name="legal_version"),
]
