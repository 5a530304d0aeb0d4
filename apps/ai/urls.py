"""Addresses of language models, in the settings of a tenant."""

from django.urls import path

from apps.ai import views

app_name = "ai"
urlpatterns = [
    path("", views.index, name="index"),
    path("calls/", views.calls, name="calls"),
    path("calls/export/", views.export, name="export"),
    path("providers/new/", views.new, name="new"),
    path("providers/<uuid:pk>/", views.edit, name="edit"),
    path("providers/<uuid:pk>/test/", views.test, name="test"),
    path("providers/<uuid:pk>/remove/", views.remove, name="remove"),
]
