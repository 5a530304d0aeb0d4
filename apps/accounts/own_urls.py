"""Addresses of what is a person's own, on the platform and in every workspace."""

from django.urls import path

from apps.accounts.views import legal, own_data, profile

urlpatterns = [
    path("profile/", profile.profile, name="own_profile"),
    path("profile/picture/", profile.own_picture, name="own_picture"),
    path("agreement/", legal.agreement, name="agreement"),
    path("exports/", own_data.exports, name="own_exports"),
    path("exports/list/", own_data.export_list, name="export_list"),
    path("exports/<uuid:pk>/<str:token>/", own_data.download, name="download_export"),
    path("delete/", own_data.delete, name="delete_account"),
]
