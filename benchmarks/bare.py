"""The peer of the list endpoint: the same Django and database, no middleware, one view."""

import os
from typing import Any

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
        # What Django's own does, without a middleware; the stubs do not know these attributes.
        bare: Any = self
        bare._middleware_chain = convert_exception_to_response(bare._get_response)
        bare._view_middleware = bare._template_response_middleware = bare._exception_middleware = []


application = BareHandler()
