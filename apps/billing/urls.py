"""Addresses of billing, inside a workspace."""

from django.urls import path

from apps.billing.views import (
    adding,
    buying,
    coming_back,
    lists,
    methods,
    overview,
    plans,
    referral,
    single,
    subscriptions,
    usage,
)

app_name = "billing"
urlpatterns = [
    path("", overview.index, name="overview"),
    path("buy/<slug:label>/", buying.module, name="buy"),
    path("buy/<slug:label>/sum/", buying.module_sum, name="buy_sum"),
    path("single/<slug:module>/<slug:name>/", single.buy, name="buy_single"),
    path("plans/", plans.plans, name="plans"),
    path("done/", coming_back.done, name="done"),
    path("credits/", lists.credits_, name="credits"),
    path("credits/buy/", buying.credit_pack, name="buy_credits"),
    path("credits/export/", lists.credits_export, name="credits_export"),
    path("subscriptions/<uuid:pk>/seats/<uuid:item>/", subscriptions.seats, name="seats"),
    path("subscriptions/<uuid:pk>/add/<slug:label>/", adding.add, name="add_module"),
    path("subscriptions/<uuid:pk>/items/<uuid:item>/remove/", adding.remove, name="remove_module"),
    path("subscriptions/<uuid:pk>/items/<uuid:item>/keep/", adding.keep, name="keep_module"),
    path("subscriptions/<uuid:pk>/cancel/", subscriptions.cancel, name="cancel"),
    path("subscriptions/<uuid:pk>/reactivate/", subscriptions.reactivate, name="reactivate"),
    path("invoices/", lists.invoices, name="invoices"),
    path("invoices/export/", lists.invoices_export, name="invoices_export"),
    path("payments/", lists.payments, name="payments"),
    path("payments/export/", lists.payments_export, name="payments_export"),
    path("methods/", methods.index, name="methods"),
    path("methods/portal/", methods.portal, name="portal"),
    path("methods/<slug:method>/default/", methods.choose, name="method_default"),
    path("methods/<slug:method>/remove/", methods.remove, name="method_remove"),
    path("referral/", referral.referral, name="referral"),
    path("usage/", usage.index, name="usage"),
    path("usage/export/", usage.export, name="usage_export"),
]
