"""Every route, asked by another workspace's owner with each credential, for what is not theirs."""

import pytest

from tests.isolation.conftest import MakeProbe
from tests.isolation.credentials import CREDENTIALS
from tests.routes import routes_of

TENANTS, PLATFORMS = routes_of("config.urls"), routes_of("config.public_urls")
EVERY_CREDENTIAL = pytest.mark.parametrize("credential", CREDENTIALS)
BETAS_HOST = "beta.localhost"


@EVERY_CREDENTIAL
def test_their_ids_are_as_unknown_as_any_in_the_own_workspace(credential: str, probe: MakeProbe) -> None:
    report = probe(credential).with_their_ids(TENANTS, "/t/acme/")

    assert (report.lines, report.called) == ([], set(TENANTS))


@EVERY_CREDENTIAL
def test_their_ids_are_as_unknown_as_any_on_the_platform(credential: str, probe: MakeProbe) -> None:
    report = probe(credential).with_their_ids(PLATFORMS, "/")

    assert (report.lines, report.called) == ([], set(PLATFORMS))


@EVERY_CREDENTIAL
def test_their_workspace_is_closed_by_its_path(credential: str, probe: MakeProbe) -> None:
    report = probe(credential).at_their_address(TENANTS, "/t/beta/")

    assert (report.lines, report.called) == ([], set(TENANTS))


@EVERY_CREDENTIAL
def test_their_workspace_is_closed_by_its_host(credential: str, probe: MakeProbe) -> None:
    report = probe(credential).at_their_address(TENANTS, "/", host=BETAS_HOST)

    assert (report.lines, report.called) == ([], set(TENANTS))
