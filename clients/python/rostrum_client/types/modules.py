"""What the API says and is told of modules. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from rostrum_client.types.billing import PricePeriodEnum

AutoAssignRolesEnum = Literal["owner", "admin", "member", "guest"]


class License(TypedDict):
    module: str
    kind: str
    state: str
    ends_at: str | None


class Meter(TypedDict):
    name: str
    title: str
    included: int
    per_seat: bool


class ModulesMarketplaceListQuery(TypedDict, total=False):
    """What modules/marketplace/ can be asked with."""

    count: bool
    page: int
    page_size: int


class ModulesMineListQuery(TypedDict, total=False):
    """What modules/my-modules/ can be asked with."""

    count: bool
    page: int
    page_size: int


class ModulesSeatsListQuery(TypedDict, total=False):
    """What modules/{module}/seats/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str


class MyModule(TypedDict):
    module: str
    title: str
    kind: str
    state: str
    seats: SeatCount
    ends_at: str | None
    usage: list[Usage]


class NeededModule(TypedDict):
    id: str
    title: str
    met: bool


class NeededPlan(TypedDict):
    id: str
    title: str
    met: bool


class Offer(TypedDict):
    id: str
    title: str
    description: str
    icon: str
    prices: list[Price]
    trial_days: int
    meters: list[Meter]
    permissions: list[Permission]
    requirements: Requirements
    screenshots: list[Screenshot]
    version: str
    changelog: list[Release]
    state: str
    ends_at: str | None


class Permission(TypedDict):
    name: str
    title: str
    roles: list[str]


class Price(TypedDict):
    period: PricePeriodEnum
    amount: str
    currency: str
    per_seat: bool


class Release(TypedDict):
    version: str
    day: str
    changes: list[str]


class Requirements(TypedDict):
    modules: list[NeededModule]
    plan: NeededPlan | None


class Screenshot(TypedDict):
    url: str
    url_dark: str | None
    alt: str
    width: int
    height: int


class Seat(TypedDict):
    id: str
    member: SeatMember
    since: str


class SeatCount(TypedDict):
    bought: int | None
    used: int


class SeatMember(TypedDict):
    id: str
    email: str
    name: str


class SeatRequest(TypedDict):
    member: str


class SeatSettings(TypedDict):
    bought: int | None
    used: int
    auto_assign_roles: list[AutoAssignRolesEnum]


class SeatSettingsInput(TypedDict):
    auto_assign_roles: list[AutoAssignRolesEnum]


class Usage(TypedDict):
    meter: str
    title: str
    used: int
    reserved: int
    included: int | None
