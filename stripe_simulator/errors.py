"""What goes wrong, in the words and with the status that Stripe has for it."""

from typing import Any

from stripe_simulator import JSON


class StripeFaultError(Exception):
    """An answer that is an error; what was written before it stays only where Stripe keeps it, too."""

    def __init__(self, status: int, kind: str, message: str, *, keep: bool = False, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.keep = keep
        self.error: JSON = {"type": kind, "message": message} | {k: v for k, v in more.items() if v is not None}

    def body(self) -> JSON:
        return {"error": self.error}


def invalid(message: str, *, param: str | None = None, code: str | None = None) -> StripeFaultError:
    """A request that cannot be carried out as it is."""
    return StripeFaultError(400, "invalid_request_error", message, param=param, code=code)


def missing(kind: str, name: str, *, param: str = "id") -> StripeFaultError:
    """Something that is named does not exist; 404 where the address names it, 400 where a parameter does."""
    word = kind.rpartition(".")[2].replace("_", " ")
    message = f"No such {word}: '{name}'"
    return StripeFaultError(404 if param == "id" else 400, "invalid_request_error", message, param=param,
                            code="resource_missing")  # fmt: skip


def declined(message: str, code: str, *, decline_code: str | None = None, **more: Any) -> StripeFaultError:
    """A card that does not pay; the attempt itself is kept."""
    return StripeFaultError(402, "card_error", message, keep=True, code=code, decline_code=decline_code, **more)


def idempotency(message: str, *, status: int = 400, code: str | None = None) -> StripeFaultError:
    """An idempotency key that does not fit the request."""
    return StripeFaultError(status, "idempotency_error", message, code=code)
