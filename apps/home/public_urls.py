"""The platform's own public pages, probes and component gallery."""

from django.urls import path

from apps.home import gallery, observing, public, views

app_name = "home"
urlpatterns = [
    path("", public.landing, name="landing"),
    path("pricing/", public.pricing, name="pricing"),
    path("modules/<slug:slug>/", public.module_page, name="module_page"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", observing.metrics, name="metrics"),
    path("status/", observing.status, name="status"),
    # Before the tables of the administration, which would take it for one of theirs.
    path("admin/status/", observing.admin_status, name="admin_status"),
    path("ui/", gallery.index, name="gallery"),
    path("ui/foundations/", gallery.foundations, name="gallery_foundations"),
    path("ui/patterns/run/save/", gallery.save_run, name="gallery_save_run"),
    path("ui/patterns/<slug:name>/", gallery.pattern, name="gallery_pattern"),
    path("ui/<slug:name>/", gallery.component, name="gallery_component"),
]
