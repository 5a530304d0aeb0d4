"""Billing over HTTP, below /api/v1/billing/, by subject."""

from django.urls import path

from apps.billing import webhooks
from apps.billing.api import adding, buying, methods, overview, quote, referral, subscriptions

urlpatterns = [
    path("webhooks/stripe/", webhooks.stripe, name="billing-webhook"),
    *buying.urlpatterns,
    *quote.urlpatterns,
    *overview.urlpatterns,
    *subscriptions.urlpatterns,
    *adding.urlpatterns,
    *referral.urlpatterns,
    *methods.urlpatterns,
]
