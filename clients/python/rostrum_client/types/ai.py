"""What the API says and is told of ai. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

BlankEnum = Literal[""]


FailureEnum = Literal[
    "no-provider",
    "over-budget",
    "over-time",
    "unreachable",
    "key-refused",
    "model-unknown",
    "rate-limited",
    "no-credit",
    "server-error",
    "bad-request",
    "too-long",
    "refused",
    "cut-off",
    "not-json",
    "wrong-shape",
    "resting",
]


class AiCallsListQuery(TypedDict, total=False):
    """What ai/calls/ can be asked with."""

    count: bool
    failure: Literal[
        "bad-request",
        "cut-off",
        "key-refused",
        "model-unknown",
        "no-credit",
        "no-provider",
        "not-json",
        "over-budget",
        "over-time",
        "rate-limited",
        "refused",
        "resting",
        "server-error",
        "too-long",
        "unreachable",
        "wrong-shape",
    ]
    feature: str
    is_cached: bool
    is_own: bool
    ordering: str
    page: int
    page_size: int
    provider: str
    search: str


class AiProvidersListQuery(TypedDict, total=False):
    """What ai/providers/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str


class Call(TypedDict):
    id: str
    created_at: str
    feature: str
    prompt: str
    provider: str
    is_own: bool
    model: str
    failure: FailureEnum | BlankEnum
    tokens_in: int
    tokens_out: int
    is_estimate: bool
    cost: str
    tries: int
    milliseconds: int
    is_cached: bool


class NewProvider(TypedDict):
    name: str
    base_url: str
    model: str
    price_in: str
    price_out: str
    position: int
    is_active: bool
    key: NotRequired[str]


class Policy(TypedDict):
    is_on: bool
    monthly_budget: str | None
    keeps_contents: bool


class PolicyState(TypedDict):
    is_on: bool
    monthly_budget: str | None
    keeps_contents: bool
    spent_this_month: str


class Provider(TypedDict):
    id: str
    name: str
    base_url: str
    model: str
    price_in: str
    price_out: str
    position: int
    is_active: bool


class Trial(TypedDict):
    ok: bool
    failure: str
    advice: str
    milliseconds: int
