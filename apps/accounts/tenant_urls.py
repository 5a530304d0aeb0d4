"""Addresses of saved views, inside a tenant."""

from django.urls import path

from apps.accounts import views

app_name = "views"
urlpatterns = [
    path("save/", views.keep_view, name="save"),
    path("restore/", views.restore_view, name="restore"),
    path("<uuid:pk>/delete/", views.forget_view, name="delete"),
]
