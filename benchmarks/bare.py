"""The peer of the list endpoint: the same Django and database, no middleware, one view."""

import os

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
get_wsgi_application()
settings.ROOT_URLCONF = "benchmarks.bare_urls"


class BareHandler(WSGIHandler):
    """Calls the view and nothing before it."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002 -- Django's signature
        self._middleware_chain = convert_exception_to_response(self._get_response)
        self._view_middleware = self._template_response_middleware = self._exception_middleware = []


application = BareHandler()
