"""Addresses of the marketplace inside a tenant."""

from django.urls import path

from apps.marketplace import views

app_name = "marketplace"
urlpatterns = [
    path("", views.index, name="index"),
    path("mine/", views.mine, name="mine"),
    path("<slug:label>/", views.module, name="module"),
    path("<slug:label>/start-trial/", views.start_trial, name="start_trial"),
    path("<slug:label>/deactivate/", views.deactivate, name="deactivate"),
    path("<slug:label>/reactivate/", views.reactivate, name="reactivate"),
]
