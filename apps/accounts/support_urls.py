"""Where staff stop acting as a member: on every host and below every workspace."""

from django.urls import path

from apps.accounts.views import support

app_name = "support"
urlpatterns = [path("stop/", support.stop, name="stop")]
