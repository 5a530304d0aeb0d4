"""The platform's own front page, probes and component gallery."""

from django.urls import path

from apps.home import gallery, views

app_name = "home"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("ui/", gallery.index, name="gallery"),
    path("ui/foundations/", gallery.foundations, name="gallery_foundations"),
    path("ui/patterns/<slug:name>/", gallery.pattern, name="gallery_pattern"),
    path("ui/<slug:name>/", gallery.component, name="gallery_component"),
]
