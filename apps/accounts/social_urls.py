"""Where Google, LinkedIn and Microsoft lead back to: addresses of the platform itself, as they know no other."""

from django.urls import path

from apps.accounts.views import social

urlpatterns = [
    path("<slug:provider_id>/login/", social.begin, name="openid_connect_login"),
    path("<slug:provider_id>/login/callback/", social.come_back, name="openid_connect_callback"),
]
