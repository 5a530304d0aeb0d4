"""The API's description."""

from threading import Lock

from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response


class SchemaView(SpectacularAPIView):
    """One at a time: drf-spectacular works in its own classes, and first answers at once would fail but one."""

    _one_at_a_time = Lock()

    def _get_schema_response(self, request: Request) -> Response:
        with self._one_at_a_time:
            response: Response = super()._get_schema_response(request)  # type: ignore[no-untyped-call]  # upstream
        return response
