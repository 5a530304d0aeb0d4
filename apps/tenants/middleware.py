"""Finds the tenant of a request by host or path and answers inside it."""

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.http.request import split_domain_port, validate_host
from django.urls import set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.logs import add_to_logs
from apps.core.problems import MissingError, ProblemError, problem_response
from apps.core.scope import PUBLIC, scope, tenant_connection
from apps.tenants.direct import answer_directly
from apps.tenants.models import Tenant
from apps.tenants.queries import is_verified_host, tenant_by_host, tenant_by_slug

GetResponse = Callable[[HttpRequest], HttpResponse]
# Whatever may stand in an address, line breaks too.
PATH = re.compile(r"/t/(?P<slug>[^/]+)(?P<rest>/.*)?", re.DOTALL)


class TenantSuspendedError(ProblemError):
    code = "tenant-suspended"
    title = _("This workspace is suspended.")
    status = 403


class TenantGoneError(ProblemError):
    code = "tenant-closed"
    title = _("This workspace was closed and is being erased.")
    status = 403


class TenantRequest(HttpRequest):
    """A request after the middleware: it always has a tenant, PUBLIC where there is none."""

    tenant: Tenant


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def tenant_of_host(request: HttpRequest) -> Tenant | None:
    """The tenant that owns the request's host name; MissingError for a name below ours that nobody has."""
    host = split_domain_port(request.get_host())[0]
    if host == settings.BASE_DOMAIN or host in settings.PLATFORM_HOSTS or _is_address(host):
        return None
    tenant = tenant_by_host(host)
    if tenant is None:
        raise MissingError(_("No workspace has this address."))
    return tenant


def refuse_unless_active(tenant: Tenant) -> None:
    """Raise for a tenant that exists but may not be used; a closed one is its owners' until it is erased."""
    if tenant.status == Tenant.Status.CLOSED:
        if tenant.erase_at is None or tenant.erase_at <= timezone.now():
            raise TenantGoneError
    elif tenant.status != Tenant.Status.ACTIVE:
        raise TenantSuspendedError(_("Ask the owner of the workspace, or write to the operator of this platform."))


def _streamed_in(tenant: Tenant, prefix: str | None, content: Iterator[bytes]) -> Iterator[bytes]:
    """Each piece of a streamed answer is made inside the tenant again."""
    while True:
        with scope(tenant, prefix):
            try:
                piece = next(content)
            except StopIteration:
                return
        yield piece


def answer_in(tenant: Tenant, request: TenantRequest, get_response: GetResponse, *, prefix: str | None) -> HttpResponse:
    """Run the rest of the request inside the tenant."""
    request.tenant = tenant
    add_to_logs(tenant=tenant.schema_name)
    request.urlconf = None  # ROOT_URLCONF, a tenant's pages
    with scope(tenant, prefix):
        response = get_response(request)
    if response.streaming:
        stream = cast("StreamingHttpResponse", response)
        content = cast("Iterator[bytes]", stream.streaming_content)
        stream.streaming_content = _streamed_in(tenant, prefix, iter(content))
    return response


class HostMiddleware:
    """Takes, beside the host names of the settings, those that tenants have verified; Django refuses all others.

    Stands before whatever asks for the host. `ALLOWED_HOSTS` stays closed, so a forged name gets a 400 as always.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request._get_raw_host()  # type: ignore[attr-defined]  # Django's own, which get_host() begins with
        host = split_domain_port(said)[0]
        if host and (validate_host(host, settings.ALLOWED_HOSTS) or is_verified_host(host)):
            # For this request only; it is asked for by many, and judged once.
            request.get_host = lambda: said  # type: ignore[method-assign]  # as above
        return self.get_response(request)


class TenantMiddleware:
    """Host or /t/<slug>/ name the tenant; an unknown one, or two that disagree, are a 404."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: TenantRequest) -> HttpResponse:
        tenant_connection.set_schema_to_public()
        set_script_prefix(request.META.get("SCRIPT_NAME", "") + "/")
        request.tenant = cast("Tenant", PUBLIC)
        request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
        try:
            return self._respond(request)
        except ProblemError as problem:
            return problem_response(request, problem)

    def _respond(self, request: TenantRequest) -> HttpResponse:
        tenant, prefix = tenant_of_host(request), None
        if match := PATH.fullmatch(request.path_info):
            by_path = tenant_by_slug(match["slug"])
            if match["rest"]:
                # Before anything is refused: only the rest of the path says whether a page or a problem is wanted.
                prefix = self._move_prefix(request, match)
            if by_path is None or (tenant is not None and tenant.pk != by_path.pk):
                raise MissingError(_("No workspace has this address."))
            if match["rest"] is None:
                return HttpResponsePermanentRedirect(f"{request.path}/")
            tenant = by_path
        if tenant is None:
            return answer_directly(request) or self.get_response(request)
        refuse_unless_active(tenant)
        return answer_in(tenant, request, self.get_response, prefix=prefix)

    @staticmethod
    def _move_prefix(request: HttpRequest, match: re.Match[str]) -> str:
        """Move /t/<slug> from the path to the script name, so that every link made later carries it."""
        request.META["SCRIPT_NAME"] = f"{request.META.get('SCRIPT_NAME', '')}/t/{match['slug']}"
        request.META["PATH_INFO"] = request.path_info = match["rest"]
        return f"{request.META['SCRIPT_NAME']}/"
