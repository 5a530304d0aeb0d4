"""Several at once, with real commits: tenants never cross, and of two that want the same thing one gets it."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_script_prefix

from apps.accounts.models import Member, Membership
from apps.accounts.roles import Role
from apps.accounts.services import change_role, remove_member
from apps.accounts.tokens import token_pair
from apps.core.problems import ProblemError
from apps.core.scope import current_schema, scope
from apps.cv_analysis.models import Cv
from apps.marketplace.models import License, Reservation, Usage
from apps.marketplace.services import (
    MeterLimitError,
    NoSeatLeftError,
    SeatsInUseError,
    assign_seat,
    capture,
    release,
    reserve,
    set_seat_limit,
)
from apps.tenants.models import Tenant
from tests.at_once import at_once
from tests.people import Api, Grant, NewMember

pytestmark = pytest.mark.usefixtures("committed")


def test_threads_that_serve_different_tenants_never_cross(ada: Membership, cleo: Membership, api: Api) -> None:
    def ask(address: str, client: Client) -> Callable[[], list[tuple[str, int, str, str]]]:
        def deed() -> list[tuple[str, int, str, str]]:
            found = []
            for _ in range(12):
                response = client.get(f"{address}/api/v1/auth/profile/")
                body = response.json()
                who = body.get("user", {}).get("name", body.get("code"))
                found.append((address, response.status_code, who, f"{current_schema()} {get_script_prefix()}"))
            return found

        return deed

    answers = at_once(
        ask("/t/acme", api(ada)),
        ask("/t/beta", api(cleo)),
        ask("", api(ada)),
        ask("", api(cleo)),
        ask("/t/beta", api(ada)),
        ask("/t/acme", api(None)),
    )

    assert Counter(answer for each in answers for answer in each) == {
        ("/t/acme", 200, "Ada", "public /"): 12,
        ("/t/beta", 200, "Cleo", "public /"): 12,
        ("", 200, "Ada", "public /"): 12,
        ("", 200, "Cleo", "public /"): 12,
        ("/t/beta", 401, "invalid-token", "public /"): 12,
        ("/t/acme", 401, "not-signed-in", "public /"): 12,
    }


def test_nested_scopes_in_threads_come_back_to_their_own(
    ada: Membership, cleo: Membership, acme: Tenant, beta: Tenant
) -> None:
    def work(outer: Tenant, inner: Tenant) -> Callable[[], Counter[tuple[str, str, str]]]:
        def names() -> str:
            return Member.objects.get().name

        def deed() -> Counter[tuple[str, str, str]]:
            seen: Counter[tuple[str, str, str]] = Counter()
            for _ in range(50):
                with scope(outer):
                    before = names()
                    with scope(inner):
                        inside = names()
                    seen[before, inside, names()] += 1
            return seen

        return deed

    found = at_once(work(acme, beta), work(beta, acme), work(acme, beta), work(beta, acme))

    a, b = {("Ada", "Cleo", "Ada"): 50}, {("Cleo", "Ada", "Cleo"): 50}
    assert found == [a, b, a, b]


def test_of_two_trials_started_at_once_one_begins(ada: Membership, acme: Tenant, api: Api) -> None:
    one, two = api(ada), api(ada)

    answers = at_once(
        lambda: one.post("/api/v1/modules/cv_analysis/activate/"),
        lambda: two.post("/api/v1/modules/cv_analysis/activate/"),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert License.objects.filter(tenant=acme, module="cv_analysis").count() == 1


def test_two_hundred_who_ask_at_once_for_ten_seats_get_ten(acme: Tenant, grant: Grant, new_member: NewMember) -> None:
    license_ = grant(acme, seat_limit=10)
    people = [new_member(f"p{number}", acme, Role.MEMBER) for number in range(200)]
    # The embedded server takes a hundred connections; the others stand in the queue for one.
    connections = threading.Semaphore(80)

    def ask(who: Membership) -> Callable[[], str]:
        def deed() -> str:
            with connections:
                try:
                    assign_seat(license_, membership=who)
                except NoSeatLeftError as problem:
                    return problem.code
                finally:
                    connection.close()
                return "seated"

        return deed

    answers = Counter(at_once(*(ask(who) for who in people)))

    assert answers == {"seated": 10, "no-seat-left": 190}
    assert (license_.seats.count(), License.objects.get().seat_limit) == (10, 10)


def test_limit_lowered_while_seats_are_given_never_lies_below_them(
    acme: Tenant, grant: Grant, new_member: NewMember
) -> None:
    license_ = grant(acme, seat_limit=8)
    people = [new_member(f"p{number}", acme, Role.MEMBER) for number in range(8)]

    def give(who: Membership) -> Callable[[], None]:
        def deed() -> None:
            with suppress(NoSeatLeftError):
                assign_seat(license_, membership=who)

        return deed

    def lower() -> None:
        for seats in (6, 5, 4, 3):
            with suppress(SeatsInUseError):
                set_seat_limit(license_, seats=seats)

    at_once(lower, *(give(who) for who in people))

    license_.refresh_from_db()
    assert license_.seat_limit is not None
    assert license_.seats.count() == license_.seat_limit


def test_refresh_token_used_twice_at_once_works_once(ada: Membership, api: Api) -> None:
    refresh = token_pair(ada)["refresh"]
    one, two = api(None), api(None)

    answers = at_once(
        lambda: one.post("/api/v1/auth/token/refresh/", {"refresh": refresh}, format="json"),
        lambda: two.post("/api/v1/auth/token/refresh/", {"refresh": refresh}, format="json"),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 401]
    winner = next(answer.json() for answer in answers if answer.status_code == 200)
    again = api(None).post("/api/v1/auth/token/refresh/", {"refresh": winner["refresh"]}, format="json")
    assert (again.status_code, again.json()["code"]) == (401, "invalid-token"), "a reuse ends the whole family"


def test_the_same_address_registered_twice_at_once_is_one_account(api: Api, beta: Tenant) -> None:
    body = {"email": "eve@candidate.example", "password": "correct horse battery", "name": "Eve"}
    one, two = api(None), api(None)

    answers = at_once(
        lambda: one.post("/api/v1/auth/register/", body, format="json"),
        lambda: two.post("/api/v1/auth/register/", body | {"email": "EVE@candidate.example"}, format="json"),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]


def analyses(tenant: Tenant, key: str, amount: int = 1) -> Reservation:
    return reserve(tenant, module="cv_analysis", meter="analyses", key=key, amount=amount)


def test_fifty_who_ask_at_once_for_thirty_that_are_left_of_a_meter_get_thirty(acme: Tenant, grant: Grant) -> None:
    grant(acme)
    capture(analyses(acme, "before", 170))

    def ask(number: int) -> Callable[[], str]:
        def deed() -> str:
            try:
                return capture(analyses(acme, f"cv {number}")).state
            except MeterLimitError as problem:
                return problem.code

        return deed

    answers = Counter(at_once(*(ask(number) for number in range(50))))

    assert answers == {"captured": 30, "meter-limit": 20}
    assert Usage.objects.values_list("used", "reserved").get() == (200, 0)


def test_what_is_given_back_while_others_ask_is_neither_lost_nor_given_twice(acme: Tenant, grant: Grant) -> None:
    grant(acme)
    capture(analyses(acme, "before", 170))

    def ask(number: int) -> Callable[[], int]:
        def deed() -> int:
            try:
                reservation = analyses(acme, f"cv {number}")
            except MeterLimitError:
                return 0
            if number % 2:
                release(reservation)
                return 0
            return capture(reservation).captured

        return deed

    counted = sum(at_once(*(ask(number) for number in range(50))))

    usage = Usage.objects.get()
    assert (usage.used, usage.reserved) == (170 + counted, 0)
    capture(analyses(acme, "the rest", 200 - usage.used))
    with pytest.raises(MeterLimitError):
        analyses(acme, "one more")


def test_the_same_work_reserved_by_several_at_once_counts_once(acme: Tenant, grant: Grant) -> None:
    grant(acme)

    def ask() -> UUID:
        return capture(analyses(acme, "one cv")).pk

    found = at_once(*[ask] * 20)

    assert (len(set(found)), Usage.objects.values_list("used", "reserved").get()) == (1, (1, 0))


def test_cv_read_again_twice_at_once_is_queued_once(ada: Membership, acme: Tenant, api: Api, licensed: License) -> None:
    with scope(acme):
        cv = Cv.objects.create(uploaded_by_id=ada.pk, file="none", file_name="cv.pdf", size=1, status="parsed")
    one, two = api(ada), api(ada)

    answers = at_once(
        lambda: one.post(f"/api/v1/cv-analysis/cvs/{cv.pk}/reprocess/"),
        lambda: two.post(f"/api/v1/cv-analysis/cvs/{cv.pk}/reprocess/"),
    )

    assert sorted(answer.status_code for answer in answers) == [202, 409]


def test_two_owners_who_put_each_other_down_leave_one(acme: Tenant, ada: Membership, new_member: NewMember) -> None:
    for attempt in range(5):
        oda = new_member(f"oda{attempt}", acme, Role.OWNER)

        def demotes(by: Membership, other: Membership) -> Callable[[], str]:
            def deed() -> str:
                me, them = (Membership.objects.select_related("tenant", "user").get(pk=one.pk) for one in (by, other))
                try:
                    change_role(them, role=Role.MEMBER, by=me)
                except ProblemError as problem:
                    return problem.code
                return "done"

            return deed

        answers = at_once(demotes(ada, oda), demotes(oda, ada))

        left = list(Membership.objects.filter(tenant=acme, role=Role.OWNER))
        assert (sorted(answers), len(left)) == (["done", "role-above-yours"], 1)
        ada = left[0]


def test_the_last_two_owners_cannot_both_leave(acme: Tenant, ada: Membership, new_member: NewMember) -> None:
    oda = new_member("oda", acme, Role.OWNER)

    def leaves(who: Membership) -> Callable[[], str]:
        def deed() -> str:
            try:
                remove_member(who, by=Membership.objects.select_related("tenant", "user").get(pk=who.pk))
            except ProblemError as problem:
                return problem.code
            return "done"

        return deed

    assert sorted(at_once(leaves(ada), leaves(oda))) == ["done", "last-owner"]
    assert Membership.objects.filter(tenant=acme, role=Role.OWNER, is_active=True).count() == 1
