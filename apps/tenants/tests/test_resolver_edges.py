"""Finding a request's tenant where it is easily got wrong: odd addresses, full memory, and changes in between."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.test import Client
from django.urls import get_script_prefix, include, path
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.models import Mail, Membership
from apps.audit.models import AuditEntry
from apps.core.exposition import FOLDER
from apps.core.scope import PUBLIC, current_schema, current_tenant, scope
from apps.core.siblings import tell_siblings
from apps.tenants import queries
from apps.tenants.dns import Found, texts_at
from apps.tenants.hostnames import GRACE, check_claim, claim_host, recheck_hosts, remove_claim
from apps.tenants.models import Domain, DomainClaim, Tenant
from apps.tenants.queries import TOLD, forget_tenants, is_verified_host, tenant_by_id, tenant_by_slug
from apps.tenants.tests.name_server import NameServer, name_server
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

HOST = "jobs.acme-robotics.com"


@pytest.fixture
def dns(settings: Settings) -> Iterator[NameServer]:
    """A name server of the test's own, over real UDP."""
    with name_server() as server:
        settings.DNS_SERVERS = [server.address]
        yield server


@pytest.fixture
def verified(acme: Tenant, dns: NameServer) -> DomainClaim:
    """Acme has shown that the name is its own."""
    claim = claim_host(acme, host=HOST)
    dns.texts[claim.record_name] = [claim.token]
    return checked(claim)


def checked(claim: DomainClaim) -> DomainClaim:
    check_claim(claim.pk)
    forget_tenants()
    claim.refresh_from_db()
    return claim


def noted(tenant: Tenant) -> list[str]:
    with scope(tenant):
        return list(AuditEntry.objects.filter(action__startswith="domain.").values_list("action", flat=True))


@pytest.mark.parametrize("host", ["acme.localhost", "ACME.LocalHost", "acme.localhost:8000", "acme.localhost."])
def test_host_is_the_tenants_however_it_is_written(acme: Tenant, host: str) -> None:
    answer = Client().get("/", headers={"host": host})

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")


@pytest.mark.parametrize(
    ("address", "is_inside"),
    [
        *((address, False) for address in ("/t/", "/t//", "/t//acme/", "/T/acme/", "//t/acme/", "/t/acme\n/")),
        ("/t/acme/\n", True),
        ("/t/acme/marketplace/\n", True),
    ],
)
def test_address_that_only_resembles_a_tenants_shows_nothing_of_it(
    ada: Membership,
    signed_in: SignedIn,
    address: str,
    is_inside: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    answer = signed_in(ada).get("/", PATH_INFO=address)

    assert (answer.status_code, "Acme Robotics" in answer.text) == (404, is_inside)


def test_program_that_asks_a_tenant_for_an_odd_address_is_answered_as_a_program(ada: Membership, api: Api) -> None:
    answer = api(ada).get("/t/acme/api/v1/cv-analysis/no%0Ahere/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not-found"


@pytest.mark.parametrize(
    ("erase_in", "status", "said"),
    [
        (timedelta(days=1), 200, "This workspace is closed and is erased on"),
        (timedelta(seconds=-1), 403, "This workspace was closed and is being erased"),
    ],
)
def test_closed_tenant_is_its_owners_until_it_is_erased(
    acme: Tenant, ada: Membership, signed_in: SignedIn, api: Api, erase_in: timedelta, status: int, said: str
) -> None:
    token = api(ada)
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.CLOSED, erase_at=timezone.now() + erase_in)
    forget_tenants()

    page, answer = signed_in(ada).get("/t/acme/marketplace/"), token.get("/api/v1/auth/profile/")

    assert (page.status_code, said in page.text, answer.status_code) == (status, True, status)


@pytest.mark.parametrize("state", [Tenant.Status.SPARE, Tenant.Status.ERASED])
def test_tenant_that_is_not_in_use_has_no_address_at_all(acme: Tenant, ada: Membership, api: Api, state: str) -> None:
    token = api(ada)
    Tenant.objects.filter(pk=acme.pk).update(status=state)
    forget_tenants()

    assert Client().get("/t/acme/").status_code == 404
    assert Client().get("/", headers={"host": "acme.localhost"}).status_code == 404
    answer = token.get("/api/v1/auth/profile/")
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")


@login_not_required
def broken_stream(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        yield current_schema()
        raise RuntimeError("a fault in between")

    return StreamingHttpResponse(lines())


def test_stream_that_breaks_leaves_nobody_inside_the_tenant(acme: Tenant, settings: Settings) -> None:
    urls = ModuleType("with_a_stream")
    vars(urls)["urlpatterns"] = [path("stream/", broken_stream), path("", include("config.urls"))]
    settings.ROOT_URLCONF = urls
    pieces = iter(Client().get("/t/acme/stream/"))

    first = next(pieces)
    with pytest.raises(RuntimeError, match="a fault in between"):
        next(pieces)

    assert first.decode() == acme.schema_name
    assert (current_tenant(), get_script_prefix()) == (PUBLIC, "/")


def test_forged_names_take_no_more_memory_than_there_is_and_shut_nobody_out(
    verified: DomainClaim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "MOST_REMEMBERED", 5)

    forged = [Client().get("/", headers={"host": f"forged{number}.example"}).status_code for number in range(20)]

    assert (set(forged), len(queries._found) <= 6) == ({400}, True)
    assert (tenant_by_slug("acme"), is_verified_host(HOST)) == (verified.tenant, True)
    assert Client().get("/", headers={"host": HOST}).status_code == 302


def test_forged_name_is_looked_up_once_in_a_while_only_and_a_verified_one_is_known_at_once(
    acme: Tenant, dns: NameServer, django_assert_num_queries: Any
) -> None:
    with connection.cursor():
        pass
    with django_assert_num_queries(1):
        assert [is_verified_host(HOST), is_verified_host(HOST)] == [False, False]

    claim = claim_host(acme, host=HOST)
    dns.texts[claim.record_name] = [claim.token]
    checked(claim)

    assert is_verified_host(HOST) is True


def test_what_was_read_before_a_change_was_heard_of_is_not_kept(
    tmp_path: Path, acme: Tenant, beta: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process changes and tells, and another thread of this one hears, while this one has read the old row."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    read = queries._first

    def slow(**lookup: Any) -> Tenant | None:
        found = read(**lookup)
        monkeypatch.setattr(queries, "_first", read)
        Tenant.objects.filter(pk=acme.pk).update(name="Acme of tomorrow")
        tell_siblings(TOLD)
        tenant_by_slug("beta")
        return found

    monkeypatch.setattr(queries, "_first", slow)
    names = [getattr(tenant_by_slug("acme"), "name", "") for _ in range(2)]

    assert names == [acme.name, "Acme of tomorrow"]


def test_tenant_is_found_by_its_id_only(acme: Tenant, beta: Tenant) -> None:
    assert [tenant_by_id(acme.pk), tenant_by_id(str(beta.pk))] == [acme, beta]
    assert tenant_by_id("01890000-0000-7000-8000-000000000000") is None


def test_claim_that_is_given_up_while_its_record_is_looked_up_opens_nothing(
    acme: Tenant, dns: NameServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = claim_host(acme, host=HOST)
    dns.texts[claim.record_name] = [claim.token]

    def slow(name: str, *, host: str) -> Found:
        found = texts_at(name, host=host)
        remove_claim(DomainClaim.objects.get(pk=claim.pk))
        return found

    monkeypatch.setattr("apps.tenants.hostnames.texts_at", slow)
    check_claim(claim.pk)

    assert (DomainClaim.objects.count(), Domain.objects.filter(domain=HOST).count()) == (0, 0)
    assert noted(acme) == ["domain.removed", "domain.added"]


def test_name_server_that_stops_answering_in_between_is_no_proof_against_a_name(acme: Tenant, dns: NameServer) -> None:
    answer = dns.answer

    def only_once(data: bytes) -> bytes:
        said = answer(data)
        dns.is_broken = True
        return said

    vars(dns)["answer"] = only_once
    claim = checked(claim_host(acme, host=HOST))

    assert (claim.problem, dns.asked) == ("no-answer", [claim.record_name, HOST])


def test_record_that_stays_away_is_told_of_once_and_the_name_leads_on_until_the_third_day(
    verified: DomainClaim, ada: Membership, dns: NameServer
) -> None:
    dns.texts.clear()
    first = checked(verified).failing_since
    DomainClaim.objects.update(failing_since=timezone.now() - GRACE + timedelta(minutes=1))
    again = checked(verified)

    assert (first is not None, again.state, again.verified_at is not None) == (True, "verified", True)
    assert list(Mail.objects.values_list("template", flat=True)) == ["domain_failing"]
    assert Client().get("/", headers={"host": HOST}).status_code == 302
    assert noted(verified.tenant) == ["domain.verified", "domain.added"]


def test_names_of_tenants_that_are_gone_are_not_looked_up(verified: DomainClaim, dns: NameServer) -> None:
    found = []
    for state in (Tenant.Status.SUSPENDED, Tenant.Status.SPARE, Tenant.Status.ERASED):
        Tenant.objects.filter(pk=verified.tenant_id).update(status=state)
        found.append(recheck_hosts())

    assert found == [1, 0, 0]
