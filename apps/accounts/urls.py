"""Addresses about people, on the platform's own host."""

from django.urls import path

from apps.accounts.views import mail, people, support

app_name = "accounts"
urlpatterns = [
    path("signup/company/", people.signup_company, name="signup_company"),
    path("mails/off/<str:token>/", mail.unsubscribe, name="unsubscribe"),
    path("support/act-as/<uuid:pk>/", support.act_as, name="act_as"),
]
