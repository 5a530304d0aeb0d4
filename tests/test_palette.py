"""The command palette finds what the member may see, and nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.hiring.services import create_candidate, create_job
from apps.home.palette import groups_for
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Grant, NewMember, SignedIn

pytestmark = pytest.mark.django_db
NewCv = Callable[..., Cv]


@pytest.fixture
def new_cv() -> NewCv:
    """A CV that was read: new_cv(ada, "Ines Okafor", "cv.pdf")."""

    def make(membership: Membership, candidate_name: str, file_name: str = "cv.pdf") -> Cv:
        with scope(membership.tenant):
            return Cv.objects.create(
                uploaded_by_id=membership.pk,
                file="tenants/none",
                size=12,
                status=Cv.Status.PARSED,
                candidate_name=candidate_name,
                file_name=file_name,
            )

    return make


def found(membership: Membership, words: str = "") -> dict[str, list[str]]:
    """Titles by group."""
    with scope(membership.tenant, membership.tenant.path):
        return {group.title: [hit.title for hit in group.hits] for group in groups_for(membership, words)}


def test_all_pages_of_the_member_are_there_before_anything_is_typed(ada: Membership, licensed: License) -> None:
    settings = ["Workspace settings", "Language and formats", "Change password"]

    assert found(ada) == {
        "Pages": ["Home", "Jobs", "Candidates", "CVs", "CV builder", "Team", "Marketplace", "Billing", *settings]
    }


def test_members_without_that_right_find_no_settings(ben: Membership) -> None:
    assert found(ben)["Pages"] == [
        *("Home", "Jobs", "Candidates", "Team", "Marketplace"),
        *("Language and formats", "Change password"),
    ]


def test_pages_are_found_by_any_part_of_their_words(ada: Membership) -> None:
    assert found(ada, "SETT work") == {"Pages": ["Workspace settings"]}


def test_cvs_are_found_by_candidate_and_by_file(ada: Membership, licensed: License, new_cv: NewCv) -> None:
    new_cv(ada, "Ines Okafor", "first.pdf")
    new_cv(ada, "", "okafor-2.pdf")
    new_cv(ada, "Noor Iyer", "second.pdf")

    assert found(ada, "okafor") == {"CV analysis": ["okafor-2.pdf", "Ines Okafor"]}
    assert found(ada, "okafor first") == {"CV analysis": ["Ines Okafor"]}


def test_one_letter_asks_no_module(ada: Membership, licensed: License, new_cv: NewCv) -> None:
    new_cv(ada, "Xi Xu")

    assert (found(ada, "x"), list(found(ada, "xi"))) == ({}, ["CV analysis"])


def test_at_most_eight_of_a_module_are_shown(ada: Membership, licensed: License, new_cv: NewCv) -> None:
    for number in range(10):
        new_cv(ada, f"Ines {number}")

    assert found(ada, "ines")["CV analysis"] == [f"Ines {number}" for number in range(9, 1, -1)]


def test_modules_that_are_closed_are_not_asked(ada: Membership, expired: License, new_cv: NewCv) -> None:
    new_cv(ada, "Ines Okafor")

    assert found(ada, "okafor") == {}


def test_module_without_a_seat_is_not_asked(ben: Membership, acme: Tenant, grant: Grant, new_cv: NewCv) -> None:
    grant(acme, seat_limit=1)
    new_cv(ben, "Ines Okafor")

    assert found(ben, "okafor") == {}


def test_another_tenants_cv_is_never_found(
    ada: Membership, cleo: Membership, licensed: License, grant: Grant, new_cv: NewCv
) -> None:
    grant(cleo.tenant)
    new_cv(ada, "Ines Okafor")

    assert (found(cleo, "okafor"), list(found(ada, "okafor"))) == ({}, ["CV analysis"])


def test_candidates_find_their_own_only(
    dan: Membership, community: Tenant, grant: Grant, new_cv: NewCv, new_member: NewMember
) -> None:
    grant(community)
    other = new_member("eve", community, Role.CANDIDATE)
    new_cv(dan, "Dan Marsh")
    new_cv(other, "Eve Marsh")

    assert found(dan, "marsh") == {"CV analysis": ["Dan Marsh"]}


@pytest.mark.parametrize(("words", "statements"), [("", 1), ("okafor", 4)])
def test_finding_takes_one_statement_two_for_hiring_and_one_for_each_module(
    ada: Membership,
    licensed: License,
    words: str,
    statements: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with scope(ada.tenant, ada.tenant.path):
        # The first statement in a tenant says which one it is.
        groups_for(ada, words)
        with django_assert_num_queries(statements):
            groups_for(ada, words)


def test_candidates_and_jobs_are_found_by_those_who_may_see_them(
    gia: Membership, ada: Membership, dan: Membership
) -> None:
    for by in (ada, dan):
        with scope(by.tenant):
            create_candidate(by=None, name="Ines Okafor", headline="Nurse")
            create_job(by=None, title="Nurse for Okafor House")

    assert found(gia, "okafor") == {"Hiring": ["Ines Okafor", "Nurse for Okafor House"]}
    assert found(dan, "okafor") == {}


def test_results_are_links_that_hold_no_markup_of_others(
    ada: Membership, licensed: License, new_cv: NewCv, signed_in: SignedIn
) -> None:
    cv = new_cv(ada, "<b>Ines</b>")
    with scope(ada.tenant, ada.tenant.path):
        address, detail = reverse("home:palette"), reverse("cv_analysis:detail", args=[cv.pk])

    text = signed_in(ada).get(address, {"q": "ines\0"}).text

    assert (f'href="{detail}"' in text, "&lt;b&gt;Ines" in text, "<b>" in text) == (True, True, False)
    assert text.count('role="option"') == 1


def test_strangers_and_members_of_others_find_nothing(cleo: Membership, acme: Tenant, signed_in: SignedIn) -> None:
    address = f"{acme.path}palette/"

    assert [Client().get(address).status_code, signed_in(cleo).get(address).status_code] == [302, 403]


@pytest.mark.parametrize("who", ["ada", "dan"])
def test_palette_is_in_both_frames_once(who: str, request: pytest.FixtureRequest, signed_in: SignedIn) -> None:
    member: Membership = request.getfixturevalue(who)

    text = signed_in(member).get(member.tenant.path).text

    assert (text.count("data-palette="), f'data-palette="{member.tenant.path}palette/"' in text) == (1, True)
    assert "data-opens-palette" in text
