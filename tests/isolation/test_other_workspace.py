"""Another workspace's owner with each credential, at every route that it is for, for what is not theirs."""

import pytest

from tests.isolation.choosing import at_one_door, for_credential, one_of_each, views_of
from tests.isolation.conftest import MakeProbe
from tests.isolation.credentials import CREDENTIALS

TENANTS = views_of("config.urls")
# Who is not staff comes as far as the door of the administration, which is one for the tables of all models.
PLATFORMS = at_one_door(views_of("config.public_urls"), "admin/")
EVERY_CREDENTIAL = pytest.mark.parametrize("credential", CREDENTIALS)
BETAS_HOST = "beta.localhost"


@EVERY_CREDENTIAL
def test_their_ids_are_as_unknown_as_any_in_the_own_workspace(credential: str, probe: MakeProbe) -> None:
    routes = for_credential(credential, TENANTS)

    report = probe(credential).with_their_ids(routes, "/t/acme/")

    assert (report.lines, report.called) == ([], set(routes))


@EVERY_CREDENTIAL
def test_their_ids_are_as_unknown_as_any_on_the_platform(credential: str, probe: MakeProbe) -> None:
    routes = for_credential(credential, PLATFORMS)

    report = probe(credential).with_their_ids(routes, "/")

    assert (report.lines, report.called) == ([], set(routes))


@EVERY_CREDENTIAL
def test_their_workspace_is_closed_by_its_path(credential: str, probe: MakeProbe) -> None:
    routes = for_credential(credential, TENANTS)

    report = probe(credential).at_their_address(routes, "/t/beta/")

    assert (report.lines, report.called) == ([], set(routes))


@EVERY_CREDENTIAL
def test_their_workspace_is_closed_by_its_host(credential: str, probe: MakeProbe) -> None:
    """The same map behind another name."""
    routes = one_of_each(for_credential(credential, TENANTS))

    report = probe(credential).at_their_address(routes, "/", host=BETAS_HOST)

    assert (report.lines, report.called) == ([], set(routes))
