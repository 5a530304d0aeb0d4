"""Who has a seat; that there are never more than were bought is decided by the database (migration 0003)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import lock_people
from apps.core.problems import MissingError, ProblemError
from apps.marketplace.models import License, Seat
from apps.marketplace.queries import SEATLESS, seatable, who_could_have_a_seat
from apps.marketplace.services.log import note_license, note_seat

MOST_NAMES = 5


class NoSeatLeftError(ProblemError):
    code = "no-seat-left"
    title = _("All seats of this license are taken.")
    status = 409


class SeatsInUseError(ProblemError):
    code = "seats-in-use"
    title = _("More seats are taken than would be left.")
    status = 409


class SeatsNotLimitedError(ProblemError):
    code = "seats-not-limited"
    title = _("Everybody in this workspace has a seat.")
    status = 409


class HasSeatError(ProblemError):
    code = "has-seat"
    title = _("This member has a seat already.")
    status = 409


@dataclass(frozen=True, slots=True)
class Seated:
    """Who got a seat, and for whom none was left."""

    seats: tuple[Seat, ...]
    without: tuple[Membership, ...]


def _locked(license_: License) -> License:
    """Held until the transaction ends; whoever changes the tenant's people waits too, and comes in the same order."""
    lock_people(license_.tenant)
    return License.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=license_.pk)


def _refused_by(error: IntegrityError, license_: License) -> ProblemError:
    """What the database said, in words."""
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if constraint == "seats_within_limit":
        limit = license_.seat_limit or 0
        said = ngettext_lazy(
            "The license has %(n)d seat. Take it back from somebody first, or ask for more seats.",
            "The license has %(n)d seats. Take one back first, or ask for more seats.",
            limit,
        )
        return NoSeatLeftError(said % {"n": limit}, limit=limit)
    if constraint == "one_seat_per_member":
        return HasSeatError(_("Nothing has to be done."))
    raise error


def _require_place(license_: License, membership: Membership) -> None:
    """Only members who may come in today can take a seat, and only where seats are counted."""
    if not license_.is_limited:
        raise SeatsNotLimitedError(_("Seats are given one by one once a number of them is bought."))
    if not who_could_have_a_seat(license_).filter(pk=membership.pk).exists():
        raise MissingError(_("There is no such member, or they cannot have a seat."))


def _give(license_: License, membership: Membership) -> Seat:
    _require_place(license_, membership)
    try:
        with transaction.atomic():
            seat = Seat.objects.create(license=license_, membership=membership)
    except IntegrityError as error:
        raise _refused_by(error, license_) from error
    note_seat(license_, "seat.assigned", membership)
    return seat


@transaction.atomic
def assign_seat(license_: License, *, membership: Membership) -> Seat:
    """Give the member one of the license's seats."""
    return _give(_locked(license_), membership)


@transaction.atomic
def assign_seats(license_: License, *, memberships: Iterable[Membership]) -> Seated:
    """Give a seat to each, in their order, while there are some; who has one keeps it."""
    license_ = _locked(license_)
    have = set(license_.seats.values_list("membership_id", flat=True))
    seats: list[Seat] = []
    without: list[Membership] = []
    for membership in memberships:
        if membership.pk in have:
            continue
        try:
            seats.append(_give(license_, membership))
        except NoSeatLeftError:
            without.append(membership)
    return Seated(tuple(seats), tuple(without))


@transaction.atomic
def take_seat_back(seat: Seat) -> None:
    """The member is out of the module from the next request on; what they made there stays."""
    if not _take(seat):
        raise MissingError(_("Somebody has taken this seat back already."))


def _take(seat: Seat) -> bool:
    """Whether it was there to take: of two that ask at once, one waits and finds nothing."""
    taken, _by_model = Seat.objects.filter(pk=seat.pk).delete()
    if taken:
        note_seat(seat.license, "seat.taken-back", seat.membership)
        if seat.license.over_allocated_since:
            _forget_over_allocation(seat.license)
    return taken > 0


def _forget_over_allocation(license_: License) -> None:
    """Once no more seats are taken than there are."""
    row = License.objects.select_for_update().get(pk=license_.pk)
    if row.seat_limit is None or row.seats.count() <= row.seat_limit:
        row.over_allocated_since = None
        row.save(update_fields=["over_allocated_since", "updated_at"])


@transaction.atomic
def take_seats_back(seats: Iterable[Seat]) -> int:
    """Several at once; says how many."""
    return sum(map(_take, seats))


@transaction.atomic
def reassign_seat(seat: Seat, *, membership: Membership) -> Seat:
    """Pass the seat on to another member; it is nobody else's in between."""
    license_ = _locked(seat.license)
    if license_.seats.filter(membership=membership).exists():
        raise HasSeatError(_("Choose somebody who has none."))
    take_seat_back(seat)
    return _give(license_, membership)


@transaction.atomic
def set_seat_limit(license_: License, *, seats: int | None, why: str = "") -> License:
    """Sell or give so many seats, or (None) one to everybody; nobody loses a seat by it."""
    license_ = _locked(license_)
    refuse_fewer_than_taken(license_, seats=seats)
    before, license_.seat_limit, license_.over_allocated_since = license_.seat_limit, seats, None
    license_.save(update_fields=["seat_limit", "over_allocated_since", "updated_at"])
    note_license(license_, "license.seats-changed", changes={"seats": (before, seats)}, why=why)
    seat_those_of(license_)
    return license_


def refuse_fewer_than_taken(license_: License, *, seats: int | None) -> None:
    """Raise with who would lose theirs, when more seats are taken than there would be."""
    if too_many := seats_beyond(license_, seats=seats):
        raise _in_use(too_many)


def seats_beyond(license_: License, *, seats: int | None) -> list[Seat]:
    """Those that were given last, as far as there are more than so many."""
    if seats is None:
        return []
    newest = license_.seats.select_related("membership__user").order_by("-created_at", "-pk")
    return list(newest[: max(license_.seats.count() - seats, 0)])


def _in_use(seats: list[Seat]) -> SeatsInUseError:
    names = [str(seat.membership.user) for seat in seats]
    shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
    said = ngettext_lazy(
        "Take %(n)d seat back first; the newest is that of %(names)s.",
        "Take %(n)d seats back first; the newest are those of %(names)s.",
        len(names),
    )
    return SeatsInUseError(said % {"n": len(names), "names": shown}, would_lose=names)


@transaction.atomic
def set_auto_assign(license_: License, *, roles: Iterable[str]) -> Seated:
    """From now on, members with these roles get a seat by themselves; those who are here already, at once."""
    license_ = _locked(license_)
    before = license_.auto_assign_roles
    license_.auto_assign_roles = sorted(set(roles) & set(Role.values) - SEATLESS)
    license_.save(update_fields=["auto_assign_roles", "updated_at"])
    note_license(license_, "license.auto-assign-changed", changes={"roles": (before, license_.auto_assign_roles)})
    return seat_those_of(license_)


def seat_those_of(license_: License) -> Seated:
    """Give seats to the members whose role gets one by itself, those who joined first first."""
    if not license_.is_limited or not license_.auto_assign_roles:
        return Seated((), ())
    waiting = who_could_have_a_seat(license_).filter(role__in=license_.auto_assign_roles)
    return assign_seats(license_, memberships=waiting.exclude(seats__license=license_).order_by("created_at"))


@transaction.atomic
def free_seats_of(membership: Membership) -> int:
    """Of a member who left or was suspended; says how many seats are free again."""
    seats = Seat.objects.filter(membership=membership).order_by("license")
    return take_seats_back(seats.select_related("license__tenant", "membership"))


@transaction.atomic
def seat_member(membership: Membership) -> list[Seat]:
    """A member who is new, or has a new role, gets the seats that this role gets by itself, while there are some."""
    licenses = License.objects.filter(tenant_id=membership.tenant_id, seat_limit__isnull=False)
    seats: list[Seat] = []
    for license_ in licenses.filter(auto_assign_roles__contains=[membership.role]).order_by("pk"):
        seats.extend(assign_seats(license_, memberships=[membership]).seats)
    return seats


def follow_member(membership: Membership) -> None:
    """Called with every member who comes, changes or leaves, in the transaction that does it."""
    if seatable().filter(pk=membership.pk).exists():
        seat_member(membership)
    else:
        free_seats_of(membership)
