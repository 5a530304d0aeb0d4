"""What is compiled once for members of one kind is asked for each of them, and for nobody of another kind."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts import alike
from apps.accounts.alike import read_for
from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.accounts.roles import Role
from apps.core.ids import uuid7
from apps.core.scope import scope
from apps.core.together import PreparedTogether
from apps.hiring.models import Candidate
from apps.hiring.services import create_candidate
from apps.tenants.models import Tenant
from tests.people import NewMember

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[Any, ...], PreparedTogether]:
    """Nothing was compiled before."""
    nothing: dict[tuple[Any, ...], PreparedTogether] = {}
    monkeypatch.setattr(alike, "_kept", nothing)
    return nothing


def seen_by(membership: Membership, source: str) -> tuple[QuerySet[Any], ...]:
    """Whoever may change people sees those of the source, others only their own."""
    mine = Q(source=source) if has_right(membership, "hiring.edit") else Q(source=source, member_id=membership.pk)
    names = Candidate.objects.filter(mine).order_by("name").values_list("name", flat=True)
    return names, Candidate.objects.filter(member_id=membership.pk).values_list("name", flat=True)


@pytest.fixture
def people(ada: Membership, ben: Membership, cleo: Membership) -> None:
    for by, name, source, member in (
        (ada, "Noor Iyer", "fair", ben),
        (ada, "Eve Moss", "fair", None),
        (ada, "Ida Holm", "site", ada),
        (cleo, "Uma Rao", "fair", cleo),
    ):
        with scope(by.tenant):
            candidate = create_candidate(by=by, name=name, source=source)
            Candidate.objects.filter(pk=candidate.pk).update(member_id=member.pk if member else None)


def asked_by(membership: Membership, source: str) -> list[list[Any]]:
    with scope(membership.tenant):
        return read_for(membership, seen_by, source)


def test_one_statement_serves_all_of_a_kind_and_gives_each_what_is_theirs(
    people: None, ada: Membership, cleo: Membership, kept: dict[tuple[Any, ...], PreparedTogether]
) -> None:
    assert asked_by(ada, "fair") == [["Eve Moss", "Noor Iyer"], ["Ida Holm"]]
    assert asked_by(ada, "site") == [["Ida Holm"], ["Ida Holm"]]
    assert asked_by(cleo, "fair") == [["Uma Rao"], ["Uma Rao"]]
    assert len(kept) == 1


def test_whose_rights_differ_asks_a_statement_of_their_own(
    people: None, ada: Membership, ben: Membership, kept: dict[tuple[Any, ...], PreparedTogether]
) -> None:
    assert asked_by(ben, "fair") == [["Eve Moss", "Noor Iyer"], ["Noor Iyer"]]
    ben.tenant.role_rights = {"member": {"hiring.edit": False}}
    assert asked_by(ben, "fair") == [["Noor Iyer"], ["Noor Iyer"]]
    ben.tenant.role_rights = {}
    ben.key_scopes = frozenset({"hiring.view"})
    assert asked_by(ben, "fair") == [["Noor Iyer"], ["Noor Iyer"]]
    assert len(kept) == 3


def test_candidates_are_asked_for_one_by_one(
    people: None, acme: Tenant, new_member: NewMember, kept: dict[tuple[Any, ...], PreparedTogether]
) -> None:
    assert asked_by(new_member("noor", acme, Role.CANDIDATE), "fair") == [[], []]
    assert kept == {}


def test_days_begin_where_the_person_is(
    people: None, ada: Membership, kept: dict[tuple[Any, ...], PreparedTogether]
) -> None:
    def added_on(membership: Membership, day: date) -> tuple[QuerySet[Any], ...]:
        rows = Candidate.objects.filter(name="Eve Moss", created_at__date=day)
        return (rows.values_list("name", flat=True),)

    with scope(ada.tenant):
        Candidate.objects.filter(name="Eve Moss").update(created_at=datetime.fromisoformat("2026-03-01T23:30+00:00"))
        for zone, day in (("UTC", 1), ("Asia/Tokyo", 2), ("UTC", 1)):
            with timezone.override(zone):
                assert read_for(ada, added_on, date(2026, 3, day)) == [["Eve Moss"]]
                assert read_for(ada, added_on, date(2026, 3, 3 - day)) == [[]]
    assert len(kept) == 2


def test_no_more_are_kept_than_there_is_room_for(
    people: None, ada: Membership, ben: Membership, kept: dict[tuple[Any, ...], PreparedTogether], monkeypatch: Any
) -> None:
    monkeypatch.setattr(alike, "MOST_KEPT", 1)
    assert [asked_by(who, "fair")[0] for who in (ada, ben, ada)] == [["Eve Moss", "Noor Iyer"]] * 3
    assert len(kept) == 1


def test_a_value_that_is_not_in_the_statement_is_refused_as_is_one_that_could_not_be() -> None:
    def without(pk: UUID) -> tuple[QuerySet[Any], ...]:
        return (Candidate.objects.all(),)

    with pytest.raises(ValueError, match="each value must be a parameter"):
        PreparedTogether(without, uuid7())
    with pytest.raises(TypeError, match="cannot stand in a statement"):
        PreparedTogether(without, 5)
