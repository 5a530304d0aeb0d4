"""After paying, the browser comes back to the host where it is signed in."""

from collections.abc import Iterator

import pytest
from rest_framework.test import APIClient

from apps.accounts.models import Membership
from apps.accounts.tokens import token_pair
from apps.billing.tests.shop import Shop, shop_open
from apps.tenants.models import Domain

pytestmark = pytest.mark.django_db
HOST = "jobs.acme.example"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with shop_open() as opened:
        yield opened


@pytest.mark.parametrize(
    ("host", "base"),
    [
        (HOST, f"http://{HOST}/billing/"),
        ("acme.localhost", "http://acme.localhost/billing/"),
        ("testserver", "{platform}/t/acme/billing/"),
    ],
)
def test_checkout_leads_back_to_the_host_that_was_asked(
    ada: Membership, shop: Shop, settings: object, host: str, base: str
) -> None:
    Domain.objects.create(domain=HOST, tenant=ada.tenant, is_primary=False)
    client = APIClient(headers={"host": host})
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token_pair(ada)['access']}")
    order = {"module": "cv_analysis", "seats": 1, "period": "month"}

    answer = client.post("/api/v1/billing/checkout/create-session/", order, format="json")

    base = base.format(platform=settings.BASE_URL)  # type: ignore[attr-defined]  # one of our settings
    said = shop.said("POST checkout/sessions")
    assert (answer.status_code, said["success_url"], said["cancel_url"]) == (
        201,
        f"{base}done/?session={{CHECKOUT_SESSION_ID}}",
        f"{base}?left=1",
    )
