"""A tenant's home."""

from django.urls import path

from apps.home import palette, views, workspace
from apps.home.settings import data, hosts, plan, rules

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("settings/", workspace.settings, name="settings"),
    path("settings/plan/", plan.plan, name="plan"),
    path("settings/plan/trial/", plan.start_trial, name="plan_trial"),
    path("settings/language/", rules.locale, name="locale"),
    path("settings/retention/", rules.retention, name="retention"),
    path("settings/retention/preview/", rules.retention_preview, name="retention_preview"),
    path("settings/security/", rules.security, name="security"),
    path("settings/hosts/", hosts.hosts, name="hosts"),
    path("settings/hosts/platform/", hosts.prefer_platform, name="prefer_platform"),
    path("settings/hosts/<uuid:pk>/", hosts.host_state, name="host_state"),
    path("settings/hosts/<uuid:pk>/check/", hosts.check_host, name="check_host"),
    path("settings/hosts/<uuid:pk>/prefer/", hosts.prefer, name="prefer_host"),
    path("settings/hosts/<uuid:pk>/remove/", hosts.remove, name="remove_host"),
    path("settings/data/", data.data, name="data"),
    path("settings/data/start/", data.start_export, name="start_export"),
    path("settings/data/<uuid:pk>/", data.export_file, name="export_file"),
    path("settings/closing/", data.closing, name="closing"),
    path("settings/closing/reopen/", data.reopen, name="reopen"),
    path("welcome/", workspace.welcome, name="welcome"),
    path("welcome/module/", workspace.welcome, {"step": "module"}, name="welcome_module"),
    path("welcome/done/", workspace.welcome, {"step": "done"}, name="welcome_done"),
    path("notices/", workspace.notices, name="notices"),
    path("palette/", palette.palette, name="palette"),
    path("brand/<slug:version>.css", workspace.brand_css, name="brand_css"),
    path("brand/<slug:version>.png", workspace.logo, name="logo"),
]
