"""The signed-in home and the workspace over HTTP, by subject."""

from django.urls import path

from apps.home.api.dashboard import DashboardView

urlpatterns = [path("dashboard/", DashboardView.as_view(), name="dashboard")]
