"""The workspace over HTTP, below /api/v1/tenants/, by subject."""

from apps.home.api import data, hosts, plan, rules

urlpatterns = [*rules.urlpatterns, *plan.urlpatterns, *hosts.urlpatterns, *data.urlpatterns]
