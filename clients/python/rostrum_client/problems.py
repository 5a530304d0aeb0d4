"""What the API refuses, as exceptions; programs read `code`."""

from __future__ import annotations

from typing import Any, TypedDict

import httpx


class FieldError(TypedDict):
    """What is wrong with one field of what was sent."""

    field: str
    code: str
    message: str


class RostrumError(Exception):
    """An answer that is a problem (RFC 9457)."""

    def __init__(self, status: int, said: dict[str, Any]) -> None:
        self.status = status
        self.code: str = said.get("code", "")
        self.title: str = said.get("title", "")
        self.detail: str = said.get("detail", "")
        self.errors: list[FieldError] = said.get("errors", [])
        self.request_id: str = said.get("request_id", "")
        # All that was said, with what a kind of problem has beyond the others, as `limit` and `used`.
        self.said = said
        fields = "".join(f" {one['field']}: {one['message']}" for one in self.errors)
        super().__init__(f"{status} {self.code}: {self.detail or self.title}{fields}")


class InvalidError(RostrumError):
    """400, 413, 415, 422: what was sent cannot be taken; `errors` names the fields."""


class NotSignedInError(RostrumError):
    """401: no token or key, or one that is not valid any more."""


class PaymentError(RostrumError):
    """402: a license, a plan or credits are missing."""


class NotAllowedError(RostrumError):
    """403: not for this role, this key or this seat."""


class NotFoundError(RostrumError):
    """404: nothing there, or nothing that the caller may see."""


class ConflictError(RostrumError):
    """409: in conflict with what is there."""


class TooManyRequestsError(RostrumError):
    """429: asked too often, also after waiting as long as was said."""


class ServerError(RostrumError):
    """5xx: not the caller's fault; it is logged under `request_id`."""


_KINDS: dict[int, type[RostrumError]] = {
    400: InvalidError,
    401: NotSignedInError,
    402: PaymentError,
    403: NotAllowedError,
    404: NotFoundError,
    409: ConflictError,
    413: InvalidError,
    415: InvalidError,
    422: InvalidError,
    429: TooManyRequestsError,
}


def problem_of(response: httpx.Response) -> RostrumError:
    """The exception for an answer that is an error, also one that a proxy gave and not the API."""
    is_problem = response.headers.get("content-type", "").startswith("application/problem+json")
    said = response.json() if is_problem else {"title": response.reason_phrase, "detail": response.text[:500]}
    kind = ServerError if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR else RostrumError
    return _KINDS.get(response.status_code, kind)(response.status_code, said)
