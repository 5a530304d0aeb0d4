"""Billing over HTTP, below /api/v1/billing/, by subject."""

from django.urls import path

from apps.billing import webhooks
from apps.billing.api import buying, methods, overview, subscriptions

urlpatterns = [
    path("webhooks/stripe/", webhooks.stripe, name="billing-webhook"),
    *buying.urlpatterns,
    *overview.urlpatterns,
    *subscriptions.urlpatterns,
    *methods.urlpatterns,
]
