"""Addresses about people, on the platform's own host."""

from django.urls import path

from apps.accounts import views

app_name = "accounts"
urlpatterns = [path("signup/company/", views.signup_company, name="signup_company")]
