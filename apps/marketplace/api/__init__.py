"""The marketplace over HTTP, below /api/v1/modules/, by subject."""

from apps.marketplace.api import catalogue, seats

urlpatterns = [*catalogue.urlpatterns, *seats.urlpatterns]
