"""Addresses of the team, inside a tenant."""

from django.urls import path

from apps.accounts.views import invitations, joining, team

app_name = "team"
urlpatterns = [
    path("", team.index, name="index"),
    path("export/", team.export, name="export"),
    path("invite/", invitations.invite, name="invite"),
    path("invite/many/", invitations.invite_many, name="invite_many"),
    path("invite/many/confirm/", invitations.confirm_many, name="confirm_many"),
    path("invitations/", invitations.index, name="invitations"),
    path("invitations/<uuid:pk>/resend/", invitations.resend, name="resend"),
    path("invitations/<uuid:pk>/revoke/", invitations.revoke, name="revoke"),
    path("join/<str:key>/", joining.join, name="join"),
    path("<uuid:pk>/", team.detail, name="member"),
    path("<uuid:pk>/role/", team.change_role, name="change_role"),
    path("<uuid:pk>/suspend/", team.suspend, name="suspend"),
    path("<uuid:pk>/reactivate/", team.reactivate, name="reactivate"),
    path("<uuid:pk>/remove/", team.remove, name="remove"),
    path("<uuid:pk>/transfer/", team.transfer, name="transfer"),
]
