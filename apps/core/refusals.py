"""One log line for each request that was refused: who, where, which address, and why; never what was sent."""

import logging
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.core.exposition import route_of

# What somebody may be trying; the others are mostly mistakes, and are only told.
SUSPICIOUS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS})

log = logging.getLogger("rostrum.refused")


def log_refusal(request: HttpRequest, response: HttpResponseBase) -> None:
    """Nothing for an address that does not exist; a record that is not there, or not theirs, is worth a line."""
    status = response.status_code
    if not HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    if status == HTTPStatus.NOT_FOUND and request.resolver_match is None:
        return
    log.log(
        logging.WARNING if status in SUSPICIOUS else logging.INFO,
        "refused %s %s with %s %s",
        request.method,
        route_of(request),
        status,
        getattr(response, "refused_as", "") or HTTPStatus(status).phrase,
        extra={"values": _asker(request)},
    )


def _asker(request: HttpRequest) -> dict[str, str]:
    """Only what is known already: nothing is asked of the database for a request that was refused."""
    tenant: Any = getattr(request, "tenant", None)
    membership: Any = getattr(request, "membership", None)
    key: Any = getattr(request, "api_key", None)
    # Where nobody asked who it is, the session is left alone.
    person: Any = membership.user if membership else getattr(request, "_cached_user", None)
    found = {
        "tenant": getattr(tenant, "schema_name", ""),
        "person": str(person.pk) if person is not None and person.pk else "",
        "api_key": str(key.pk) if key is not None else "",
    }
    return {name: value for name, value in found.items() if value}
