"""A tenant's home."""

from django.urls import path

from apps.home import palette, views, workspace
from apps.home.settings import plan

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("settings/", workspace.settings, name="settings"),
    path("settings/plan/", plan.plan, name="plan"),
    path("settings/plan/trial/", plan.start_trial, name="plan_trial"),
    path("welcome/", workspace.welcome, name="welcome"),
    path("welcome/module/", workspace.welcome, {"step": "module"}, name="welcome_module"),
    path("welcome/done/", workspace.welcome, {"step": "done"}, name="welcome_done"),
    path("notices/", workspace.notices, name="notices"),
    path("palette/", palette.palette, name="palette"),
    path("brand/<slug:version>.css", workspace.brand_css, name="brand_css"),
    path("brand/<slug:version>.png", workspace.logo, name="logo"),
]
