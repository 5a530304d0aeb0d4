"""The platform's own front page and probes."""

from django.urls import path

from apps.home import views

app_name = "home"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
