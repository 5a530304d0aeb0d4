"""One person in two workspaces: two tabs of one browser, or two tokens, and nothing of one in the other."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member, remove_member, save_view
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.tenants.models import Tenant
from tests.people import PASSWORD, Api, Grant, NewMember, SignedIn

pytestmark = pytest.mark.django_db

WORKSPACES = ("acme", "beta")
PAGES = ("", "cv-analysis/", "cv-analysis/export/", "palette/?q=secret", "team/", "notices/", "marketplace/mine/")


@pytest.fixture
def mia(acme: Tenant, beta: Tenant, grant: Grant, new_member: NewMember) -> User:
    """Works at Acme, looks around at Beta; each has a CV and a saved view of hers, and a colleague of its own."""
    at_acme = new_member("mia", acme, Role.MEMBER)
    at_beta = add_member(beta, user=at_acme.user, role=Role.GUEST)
    for membership in (at_acme, at_beta):
        tenant = membership.tenant
        grant(tenant)
        new_member(f"colleague-at-{tenant.slug}", tenant, Role.MEMBER)
        with scope(tenant):
            Cv.objects.create(
                uploaded_by_id=membership.pk,
                file="tenants/none",
                file_name=f"secret-of-{tenant.slug}.pdf",
                size=1,
                status=Cv.Status.PARSED,
            )
            save_view(membership, listing="cv_analysis.cvs", title=f"view of {tenant.slug}", query="")
    return at_acme.user


def text_of(answer: Any) -> str:
    """The whole answer, streamed or not."""
    content: bytes = answer.getvalue() if answer.streaming else answer.content
    return content.decode()


def named(text: str) -> set[str]:
    """The workspaces whose things the text names."""
    things = ("secret-of-{}", "view of {}", "Colleague-at-{}", "colleague-at-{}@")
    return {slug for slug in WORKSPACES if any(thing.format(slug) in text for thing in things)}


def test_two_tabs_of_one_browser_show_each_its_own_workspace(mia: User, signed_in: SignedIn) -> None:
    client = signed_in(mia)

    found = {(slug, page): named(text_of(client.get(f"/t/{slug}/{page}"))) for page in PAGES for slug in WORKSPACES * 2}

    assert {place: others for place, others in found.items() if others - {place[0]}} == {}
    assert [slug for slug in WORKSPACES if found[slug, "cv-analysis/"] != {slug}] == []


def test_each_tab_has_the_rights_of_the_role_there(mia: User, signed_in: SignedIn) -> None:
    client = signed_in(mia)

    sent = {slug: client.post(f"/t/{slug}/cv-analysis/upload/").status_code for slug in (*WORKSPACES, *WORKSPACES)}

    assert sent == {"acme": 302, "beta": 403}


def test_switcher_leads_to_both_and_says_where_one_is(mia: User, signed_in: SignedIn) -> None:
    client = signed_in(mia)

    menus = {
        slug: client.get(f"/t/{slug}/").text.partition("Switch to")[2].partition("</div>")[0] for slug in WORKSPACES
    }

    for slug, menu in menus.items():
        assert [f'href="/t/{one}/"' in menu for one in WORKSPACES] == [True, True]
        assert f'href="/t/{slug}/" aria-current="true"' in menu


def test_what_one_tab_has_to_say_is_not_said_in_the_other(mia: User, signed_in: SignedIn) -> None:
    client = signed_in(mia)
    client.post("/t/acme/cv-analysis/upload/")

    said = {slug: _said(client, slug) for slug in ("beta", "acme")}

    assert said == {"beta": [], "acme": ["Choose a file first."]}


def _said(client: Client, slug: str) -> list[str]:
    return [str(one) for one in get_messages(client.get(f"/t/{slug}/").wsgi_request)]


def test_leaving_one_workspace_leaves_the_other_as_it_is(mia: User, ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(mia)
    client.get("/t/acme/")

    remove_member(Membership.objects.get(user=mia, tenant=ada.tenant), by=ada)

    answers = {slug: client.get(f"/t/{slug}/") for slug in WORKSPACES}
    assert {slug: answer.status_code for slug, answer in answers.items()} == {"acme": 403, "beta": 200}
    assert "Acme" not in answers["beta"].text


def test_token_is_of_the_workspace_that_was_named_at_sign_in(mia: User, api: Api) -> None:
    asked = ("/api/v1/cv-analysis/cvs/", "/api/v1/auth/members/", "/api/v1/auth/profile/")
    for slug, other in (WORKSPACES, WORKSPACES[::-1]):
        said = {"email": mia.email, "password": PASSWORD, "tenant": slug}
        body = api(None).post("/api/v1/auth/login/", said, format="json").json()
        client = api(None)
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {body['access']}")

        found = named(" ".join(client.get(one).content.decode() for one in asked))
        crossed = client.get(f"/t/{other}/api/v1/auth/profile/").status_code

        places = sorted(one["tenant"]["slug"] for one in body["memberships"])
        assert (body["tenant"]["slug"], places, found, crossed) == (slug, ["acme", "beta"], {slug}, 401)
