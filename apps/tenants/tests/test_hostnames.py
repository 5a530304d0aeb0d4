"""Host names of a tenant's own: claimed by anybody, given to whoever can change the name's DNS."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.mailing import mail_link
from apps.accounts.models import Mail, Membership
from apps.core.scope import PUBLIC, scope
from apps.tenants.hostnames import (
    MOST_CLAIMS,
    HostClaimedError,
    HostRefusedError,
    HostTakenError,
    NotVerifiedHostError,
    ask_for_check,
    check_claim,
    claim_host,
    prefer_host,
    recheck_hosts,
    remove_claim,
)
from apps.tenants.models import Domain, DomainClaim, Tenant
from apps.tenants.queries import forget_tenants
from apps.tenants.tests.name_server import NameServer, name_server
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db
HOST = "jobs.acme-robotics.com"


@pytest.fixture
def dns(settings: Any) -> Iterator[NameServer]:
    """A name server of the test's own, over real UDP."""
    with name_server() as server:
        settings.DNS_SERVERS = [server.address]
        yield server


def checked(claim: DomainClaim) -> DomainClaim:
    check_claim(claim.pk)
    forget_tenants()
    claim.refresh_from_db()
    return claim


@pytest.fixture
def verified(acme: Tenant, dns: NameServer) -> DomainClaim:
    """Acme has shown that the name is its own."""
    claim = claim_host(acme, host=HOST)
    dns.texts[claim.record_name] = [claim.token]
    return checked(claim)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "jobs",
        "localhost",
        "jobs.localhost",
        "beta.localhost",
        "192.0.2.7",
        "[2001:db8::1]",
        "2001:db8::1",
        "1.2.3",
        "https://jobs.example.com",
        "jobs.example.com/here",
        "jobs.example.com:8000",
        "-jobs.example.com",
        "jobs..example.com",
        "jobs_.example.com",
        "printer.local",
        f"{'a' * 64}.example.com",
        f"{'a.' * 130}com",
        "*.example.com",
    ],
)
def test_name_that_is_no_host_name_of_a_company_is_refused(acme: Tenant, host: str) -> None:
    with pytest.raises(HostRefusedError):
        claim_host(acme, host=host)

    assert list(DomainClaim.objects.all()) == []


@pytest.mark.parametrize(
    ("written", "stored"),
    [(" Jobs.Example.COM. ", "jobs.example.com"), ("jobs.müller.example", "jobs.xn--mller-kva.example")],
)
def test_name_is_stored_as_requests_bring_it(acme: Tenant, written: str, stored: str) -> None:
    assert claim_host(acme, host=written).host == stored


def test_claim_opens_nothing_and_shuts_nobody_out(acme: Tenant, beta: Tenant) -> None:
    claim_host(acme, host=HOST)
    other = claim_host(beta, host=HOST)

    assert (other.state, Client().get("/", headers={"host": HOST}).status_code) == ("pending", 400)
    with pytest.raises(HostClaimedError):
        claim_host(acme, host=HOST.upper())


def test_ten_names_are_the_most(acme: Tenant) -> None:
    for number in range(MOST_CLAIMS):
        claim_host(acme, host=f"jobs{number}.example.com")

    with pytest.raises(HostRefusedError, match="Ten host names are the most"):
        claim_host(acme, host="one-more.example.com")


def test_verified_name_leads_to_the_tenant_and_a_forged_one_nowhere(
    verified: DomainClaim, ada: Membership, signed_in: SignedIn
) -> None:
    browser = signed_in(ada)

    home = browser.get("/", headers={"host": HOST})
    wrong_path = browser.get("/t/beta/", headers={"host": HOST})
    forged = browser.get("/", headers={"host": "evil.example.com"})
    below = browser.get("/", headers={"host": f"x.{HOST}"})

    assert (verified.state, home.status_code, "Acme Robotics" in home.text) == ("verified", 200, True)
    assert (wrong_path.status_code, forged.status_code, below.status_code) == (404, 400, 400)


@pytest.mark.parametrize(
    ("prepare", "problem"),
    [
        (lambda dns, claim: None, "no-name"),
        (lambda dns, claim: dns.empty.add(claim.host), "no-record"),
        (lambda dns, claim: dns.empty.add(claim.record_name), "no-name"),
        (lambda dns, claim: dns.texts.update({claim.record_name: ["v=spf1 -all"]}), "other-record"),
        (lambda dns, claim: dns.texts.update({claim.record_name: [claim.token[:-1]]}), "other-record"),
        (lambda dns, claim: setattr(dns, "is_broken", True), "no-answer"),
    ],
)
def test_failed_check_says_why_and_a_later_one_can_succeed(
    acme: Tenant, dns: NameServer, prepare: Callable[[NameServer, DomainClaim], None], problem: str
) -> None:
    claim = claim_host(acme, host=HOST)
    prepare(dns, claim)

    failed = checked(claim)
    assert (failed.state, failed.problem, failed.checked_at is not None) == ("failed", problem, True)
    assert Domain.objects.filter(domain=HOST).count() == 0

    dns.is_broken = False
    dns.texts[claim.record_name] = ["v=spf1 -all", claim.token]
    assert (checked(claim).state, claim.problem, Domain.objects.get(domain=HOST).tenant) == ("verified", "", acme)


def test_name_of_another_workspace_cannot_be_claimed_nor_verified(
    verified: DomainClaim, beta: Tenant, dns: NameServer
) -> None:
    with pytest.raises(HostTakenError):
        claim_host(beta, host=HOST)

    # Claimed before Acme verified it, and its record is there too.
    late = DomainClaim.objects.create(tenant=beta, host=HOST, token="rostrum-verification=beta")
    dns.texts[late.record_name].append(late.token)
    assert (checked(late).state, late.problem, Domain.objects.get(domain=HOST).tenant_id) == (
        "failed",
        "taken",
        verified.tenant_id,
    )


def test_verified_name_survives_a_mishap_of_less_than_three_days(
    verified: DomainClaim, ada: Membership, dns: NameServer
) -> None:
    dns.is_broken = True
    first = checked(verified)
    assert (first.state, first.problem, Domain.objects.filter(domain=HOST).count()) == ("verified", "no-answer", 1)
    assert list(Mail.objects.values_list("template", flat=True)) == ["domain_failing"]

    dns.is_broken = False
    assert (checked(verified).failing_since, verified.problem) == (None, "")


def test_name_without_its_record_for_three_days_leads_nowhere(
    verified: DomainClaim, acme: Tenant, ada: Membership, dns: NameServer
) -> None:
    prefer_host(acme, verified)
    dns.texts.clear()
    checked(verified)
    DomainClaim.objects.update(failing_since=timezone.now() - timedelta(days=3))

    checked(verified)

    assert (verified.state, Domain.objects.filter(domain=HOST).count()) == ("failed", 0)
    assert Domain.objects.get(tenant=acme, is_primary=True).domain == "acme.localhost"
    assert set(Mail.objects.values_list("template", flat=True)) == {"domain_failing", "domain_lost"}
    assert Client().get("/", headers={"host": HOST}).status_code == 400


def test_mails_link_to_the_chosen_name_with_scheme_and_port_of_the_platform(
    verified: DomainClaim, acme: Tenant, settings: Any
) -> None:
    settings.BASE_URL = "https://rostrum.example:8443"
    before = mail_link("home:plan", tenant=acme)
    prefer_host(acme, verified)
    after = mail_link("home:plan", tenant=acme)
    prefer_host(acme, None)

    assert [before, after, mail_link("home:plan", tenant=acme)] == [
        "https://rostrum.example:8443/t/acme/settings/plan/",
        f"https://{HOST}:8443/settings/plan/",
        "https://rostrum.example:8443/t/acme/settings/plan/",
    ]


def test_only_a_verified_name_can_be_chosen(acme: Tenant) -> None:
    with pytest.raises(NotVerifiedHostError):
        prefer_host(acme, claim_host(acme, host=HOST))


def test_removed_name_leads_nowhere_and_can_be_claimed_by_others(
    verified: DomainClaim, acme: Tenant, beta: Tenant
) -> None:
    prefer_host(acme, verified)
    remove_claim(verified)
    forget_tenants()

    assert (claim_host(beta, host=HOST).state, Client().get("/", headers={"host": HOST}).status_code) == (
        "pending",
        400,
    )
    assert Domain.objects.get(tenant=acme, is_primary=True).domain == "acme.localhost"


def test_names_are_checked_again_each_day_but_forgotten_claims_are_not(
    verified: DomainClaim, acme: Tenant, dns: NameServer, run_queued: Callable[[], int]
) -> None:
    claim_host(acme, host="new.example.com")
    old = claim_host(acme, host="old.example.com")
    DomainClaim.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    dns.asked.clear()

    assert recheck_hosts() == 2
    run_queued()

    assert {name.removeprefix("_rostrum.") for name in dns.asked} == {HOST, "new.example.com"}


def test_owner_adds_checks_chooses_and_removes_a_name_on_the_page(
    acme: Tenant, ada: Membership, dns: NameServer, signed_in: SignedIn, run_queued: Callable[[], int]
) -> None:
    browser, page = signed_in(ada), "/t/acme/settings/hosts/"
    refused = browser.post(page, {"host": "beta.localhost"})
    browser.post(page, {"host": HOST})
    claim = DomainClaim.objects.get()
    shown = browser.get(page).text
    dns.texts[claim.record_name] = [claim.token]
    waiting = browser.post(f"{page}{claim.pk}/check/", follow=True).text
    run_queued()
    state = browser.get(f"{page}{claim.pk}/").text
    chosen = browser.post(f"{page}{claim.pk}/prefer/", follow=True).text
    browser.post(f"{page}platform/")
    gone = browser.post(f"{page}{claim.pk}/remove/", follow=True).text

    assert (refused.status_code, "the platform&#x27;s own" in refused.text) == (422, True)
    assert (claim.record_name in shown, claim.token in shown) == (True, True)
    assert ("Being checked" in waiting, "Verified" in state) == (True, True)
    assert (f"Mails link to {HOST}" in chosen, claim.token in gone) == (True, False)


def test_api_knows_the_same_deeds_and_only_the_own_names(
    acme: Tenant, ada: Membership, ben: Membership, cleo: Membership, dns: NameServer, api: Api
) -> None:
    address = "/api/v1/tenants/hosts/"
    made = api(ada).post(address, {"host": HOST}).json()
    one = f"{address}{made['id']}/"
    dns.texts[made["record_name"]] = [made["record_text"]]
    asked = api(ada).post(f"{one}check/")
    check_claim(made["id"])

    assert (asked.status_code, asked.json()["state"]) == (202, "pending")
    assert api(ada).post(f"{one}make-primary/").json()["is_primary"] is True
    listed = api(ada).get(address).json()
    assert (listed["count"], listed["results"][0]["state"]) == (1, "verified")
    assert [api(cleo).get(one).status_code, api(cleo).delete(one).status_code] == [404, 404]
    assert [api(ben).get(address).status_code, api(ben).delete(one).status_code] == [403, 403]
    assert (api(ada).delete(one).status_code, api(ada).get(one).status_code) == (204, 404)


def test_check_of_a_claim_that_was_removed_meanwhile_does_nothing(acme: Tenant, dns: NameServer) -> None:
    claim = claim_host(acme, host=HOST)
    ask_for_check(claim)
    known = claim.pk
    remove_claim(claim)
    with scope(PUBLIC):
        check_claim(known)

    assert dns.asked == []
