"""What a provider of language models is to the product: a place to ask, an answer with its cost, or a named failure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

MILLION = Decimal(1_000_000)


class Failure(StrEnum):
    """Why there is no answer; recorded with the call, and said in words on the settings page."""

    NO_PROVIDER = "no-provider"
    OVER_BUDGET = "over-budget"
    OVER_TIME = "over-time"
    UNREACHABLE = "unreachable"
    KEY_REFUSED = "key-refused"
    MODEL_UNKNOWN = "model-unknown"
    RATE_LIMITED = "rate-limited"
    NO_CREDIT = "no-credit"
    SERVER_ERROR = "server-error"
    BAD_REQUEST = "bad-request"
    TOO_LONG = "too-long"
    REFUSED = "refused"
    CUT_OFF = "cut-off"
    NOT_JSON = "not-json"
    WRONG_SHAPE = "wrong-shape"
    RESTING = "resting"


# Another try with the same provider may help; with all others the next one is asked at once.
WORTH_A_RETRY = frozenset({Failure.RATE_LIMITED, Failure.SERVER_ERROR, Failure.UNREACHABLE, Failure.CUT_OFF})
# What the provider said can be mended by telling the model what was wrong with it.
WORTH_A_REPAIR = frozenset({Failure.NOT_JSON, Failure.WRONG_SHAPE})
# Says something about the provider, not about what was asked of it.
SIGNS_OF_ILLNESS = WORTH_A_RETRY | {Failure.OVER_TIME, Failure.KEY_REFUSED, Failure.NO_CREDIT}


# Texts of other scripts have more tokens to a character, but not to a byte.
BYTES_PER_TOKEN = 2


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a call took, as the provider said, or as many as they can have been."""

    tokens_in: int = 0
    tokens_out: int = 0
    is_estimate: bool = False

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.is_estimate or other.is_estimate,
        )


class ProviderError(Exception):
    """No answer. `retry_after` is in seconds, None when the provider named none; the usage is what it cost anyway."""

    def __init__(
        self, failure: Failure, detail: str = "", *, retry_after: float | None = None, usage: Usage | None = None
    ) -> None:
        super().__init__(f"{failure}: {detail}" if detail else failure)
        self.failure = failure
        self.detail = detail
        self.retry_after = retry_after
        self.usage = usage or Usage()


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenAI-compatible server; prices are for a million tokens in the currency of the budget.

    `owner` is the id of the tenant whose server it is, empty for those of the platform.
    """

    name: str
    base_url: str
    key: str = field(repr=False)
    model: str
    price_in: Decimal = Decimal(0)
    price_out: Decimal = Decimal(0)
    max_tokens: int = 2000
    call_seconds: float = 20.0
    owner: str = ""

    @property
    def identity(self) -> str:
        """Two tenants may give their servers the same name."""
        return f"{self.owner}:{self.name}"

    def cost(self, usage: Usage) -> Decimal:
        """Rounded to millionths."""
        price = self.price_in * usage.tokens_in + self.price_out * usage.tokens_out
        return (price / MILLION).quantize(Decimal("0.000001"))

    def most(self, messages: "Sequence[Message]") -> Decimal:
        """What one try can cost at most."""
        return self.cost(Usage(estimated_tokens(*(message.content for message in messages)), self.max_tokens))


def estimated_tokens(*texts: str) -> int:
    """Rather too many, whatever the language."""
    return sum(len(text.encode()) for text in texts) // BYTES_PER_TOKEN + 1


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Completion:
    text: str
    usage: Usage


class Engine(Protocol):
    """Talks to a provider; raises ProviderError and nothing else for what a network and a server can do."""

    def complete(
        self,
        provider: Provider,
        messages: tuple[Message, ...],
        schema: Mapping[str, Any],
        *,
        seconds: float,
        is_plain: bool = False,
    ) -> Completion:
        """`is_plain` uses only what every compatible server knows."""


class Purse(Protocol):
    """Whose money is spent: asked before each try, and told after it, whatever came of it."""

    def reserve(self, provider: Provider, messages: tuple[Message, ...]) -> bool:
        """False when it would go over what may be spent."""

    def settle(self, provider: Provider, messages: tuple[Message, ...], usage: Usage) -> None:
        """What was reserved for the same messages is free again, and the usage is spent."""
