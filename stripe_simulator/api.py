"""The way of a request to the API: key, trouble that was ordered, parameters, idempotency, answer."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from stripe_simulator import API_VERSION, JSON, faults, resources, routing
from stripe_simulator.account import Account, random_text
from stripe_simulator.errors import StripeFaultError, idempotency, invalid
from stripe_simulator.expanding import expanded
from stripe_simulator.forms import nested
from stripe_simulator.parameters import as_null, checked

LONGEST_KEY = 255
# Connections that are closed without an answer.
CUT = "cut"


@dataclass(frozen=True, slots=True)
class Request:
    """As it came over the wire; names of headers are in small letters."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """What goes back; a status of 0 closes the connection without a word."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Api:
    """Answers /v1."""

    def __init__(self, account: Account, keys: tuple[str, ...]) -> None:
        self.account = account
        self.keys = keys
        self.under_way: set[str] = set()
        self.watch = threading.Lock()
        resources.load()

    def answer(self, request: Request) -> Response:
        """The answer, errors included."""
        name = f"req_{random_text(14)}"
        headers = {"Request-Id": name, "Stripe-Version": request.headers.get("stripe-version") or API_VERSION}
        key = request.headers.get("idempotency-key")
        if key:
            headers["Idempotency-Key"] = key
        try:
            self.check_key(request.headers.get("authorization", ""))
            trouble = faults.next_trouble(self.account, request.method, request.path)
            if trouble and trouble.kind == CUT:
                return Response(0, b"")
            if trouble and trouble.kind != "after":
                faults.suffer(trouble)
            status, body, replayed = self.carry_out(request, name, key)
            if trouble and trouble.kind == "after":
                # It was done, and nobody is told.
                return Response(0, b"")
        except StripeFaultError as fault:
            status, body, replayed = fault.status, text_of(fault.body() | {}), ""
        if replayed:
            headers |= {"Idempotent-Replayed": "true", "Original-Request": replayed}
        if status in {409, 429} or status >= 500:  # noqa: PLR2004 -- faults of the server
            headers["Stripe-Should-Retry"] = "true"
        return Response(status, body.encode(), headers=headers)

    def check_key(self, authorization: str) -> None:
        """The secret key, as bearer or as name of basic authorization."""
        scheme, _, given = authorization.partition(" ")
        if scheme.lower() == "basic":
            try:
                given = base64.b64decode(given).decode().partition(":")[0]
            except ValueError:
                given = ""
        if not given:
            raise StripeFaultError(
                401, "invalid_request_error", "You did not provide an API key: send it as 'Authorization: Bearer KEY'."
            )
        if not any(hmac.compare_digest(given.encode(), key.encode()) for key in self.keys):
            shown = f"{given[:8]}{'*' * 8}{given[-4:]}"
            raise StripeFaultError(401, "invalid_request_error", f"Invalid API Key provided: {shown}")

    def carry_out(self, request: Request, name: str, key: str | None) -> tuple[int, str, str]:
        """Status, body, and for a repeated answer the request that it was first given to."""
        match = routing.found(request.method, request.path)
        if match is None:
            raise StripeFaultError(
                404, "invalid_request_error", f"Unrecognized request URL ({request.method}: {request.path})."
            )
        pattern, function, names = match
        sent = nested(request.query)
        if request.method == "POST":
            sent |= nested(read_text(request))
        version = request.headers.get("stripe-version", "")
        params = checked(f"{request.method} {pattern}", sent, version=version)
        call = routing.Call(self.account, names, params, request.path)
        if request.method != "POST" or not key:
            return self.attempt(function, call, name, None, "")
        if len(key) > LONGEST_KEY:
            raise idempotency(f"Idempotency keys are at most {LONGEST_KEY} characters long.")
        asked = hashlib.sha256(f"{request.path}\n{json.dumps(sent, sort_keys=True)}".encode()).hexdigest()
        with self.alone(key):
            known = self.account.store.rows("SELECT * FROM answers WHERE key = ?", key)
            if known and known[0]["asked"] != asked:
                raise idempotency(
                    "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                    f"Try using a key other than '{key}' if you meant to execute a different request."
                )
            if known:
                return known[0]["status"], known[0]["body"], known[0]["request"]
            return self.attempt(function, call, name, key, asked)

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        """Two requests with the same key at the same time: the second is refused."""
        with self.watch:
            if key in self.under_way:
                raise idempotency(
                    f"There is currently another in-progress request using this Idempotent Key: {key}.",
                    status=409, code="idempotency_key_in_use",
                )  # fmt: skip
            self.under_way.add(key)
        try:
            yield
        finally:
            with self.watch:
                self.under_way.discard(key)

    def attempt(
        self, function: routing.Answer, call: routing.Call, name: str, key: str | None, asked: str
    ) -> tuple[int, str, str]:
        """Do it in one transaction, and remember the answer beside it."""
        store = self.account.store
        with store.transaction(), self.account.asked_by(name, key):
            try:
                with store.savepoint():
                    status, body = self.done(function, call)
            except StripeFaultError as fault:
                status, body = fault.status, text_of(fault.body())
            if key:
                store.run("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", key, asked, status, body, name)
        return status, body, ""

    def done(self, function: routing.Answer, call: routing.Call) -> tuple[int, str]:
        """An error that Stripe keeps traces of is an answer; any other takes everything back."""
        try:
            body = function(call)
        except StripeFaultError as fault:
            if not fault.keep:
                raise
            return fault.status, text_of(fault.body())
        return 200, text_of(expanded(self.account, body, call.get("expand", [])))


def read_text(request: Request) -> str:
    try:
        return request.body.decode()
    except UnicodeDecodeError:
        raise invalid("The body is not UTF-8.") from None


def text_of(body: JSON) -> str:
    return json.dumps(body, indent=2, default=as_null)
