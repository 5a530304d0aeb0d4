"""Every operation of the API, asked for what its description allows and for what it does not.

All answers are such as the description promises, and none is a server error. `make long-tests` asks far more of each.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from apps.accounts.models import Membership
from apps.accounts.tokens import token_pair
from tests.isolation.asking import forget_everything
from tests.isolation.naming import address_of
from tests.isolation.worlds import World
from tests.routes import routes_of

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "12"))
# Of what is closed to strangers: who asks is judged before anything that was sent is read.
EXAMPLES_AT_THE_DOOR = 2
REFUSED = 401
load_all_checks()
PROMISES = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_headers_conformance", "response_schema_conformance"),
)


@pytest.fixture(autouse=True)
def _connection_kept() -> Iterator[None]:
    """A request that ends would close the connection, and with it the transaction that both worlds live in."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def described() -> Any:
    """The API as schemathesis reads it, answering in this process."""
    return schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", app=get_wsgi_application())


def real_values(world: World) -> dict[str, tuple[str, ...]]:
    """What the parameters of each path are for something that is there, by the path without their names."""
    found = {}
    for route in routes_of("config.urls"):
        if route.startswith("api/v1/"):
            address = address_of(route, world)
            pairs = zip(address.template.split("/"), address.theirs.split("/"), strict=True)
            found[_plain(f"/{address.template}")] = tuple(value for name, value in pairs if name.startswith("{"))
    return found


def _plain(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _cases(operation: Any, values: Mapping[str, tuple[str, ...]]) -> "st.SearchStrategy[Case[Any]]":
    """Questions as described, about what is there and what is not, and others."""
    names = [part.strip("{}") for part in operation.path.split("/") if part.startswith("{")]
    real = dict(zip(names, values[_plain(operation.path)], strict=True)) or None
    return st.one_of(
        operation.as_strategy(GenerationMode.POSITIVE, path_parameters=real),
        operation.as_strategy(GenerationMode.POSITIVE),
        operation.as_strategy(GenerationMode.NEGATIVE, path_parameters=real),
    )


def is_open(operation: Any) -> bool:
    """Whether the description says that it takes questions without a credential."""
    return {} in operation.definition.raw["security"]


def broken_promises(operation: Any, values: Mapping[str, tuple[str, ...]], headers: Mapping[str, str]) -> list[str]:
    """What the operation answered that its description does not say, each kind once."""
    found: dict[str, str] = {}
    is_shut = not headers and not is_open(operation)
    checks: Any = CHECKS.get_by_names(PROMISES)

    @hypothesis_settings(
        max_examples=EXAMPLES_AT_THE_DOOR if is_shut else EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=_cases(operation, values))
    def ask(case: Case[Any]) -> None:
        with transaction.atomic():
            response = case.call(headers=dict(headers))
            transaction.set_rollback(True)
        forget_everything()
        if is_shut and response.status_code != REFUSED:
            found.setdefault(f"let in {response.status_code}", case.as_curl_command()[:400])
        try:
            case.validate_response(response, checks=checks)
        except FailureGroup as group:
            for failure in group.exceptions:
                about = " ".join(str(failure).split())[:300]
                found.setdefault(
                    f"{type(failure).__name__} {response.status_code}", f"{about} {case.as_curl_command()[:400]}"
                )

    ask()
    return [f"{operation.method.upper()} {operation.path}: {kind}: {about}" for kind, about in found.items()]


def _of_owner(membership: Membership) -> dict[str, str]:
    return {"Authorization": f"Bearer {token_pair(membership)['access']}"}


@pytest.mark.parametrize("who", ["owner", "stranger"])
def test_every_answer_is_one_that_the_description_promises(mine: World, who: str) -> None:
    headers = _of_owner(mine.owner) if who == "owner" else {}
    operations = [result.ok() for result in described().get_all_operations()]
    values = real_values(mine)

    broken = [line for operation in operations for line in broken_promises(operation, values, headers)]

    assert broken == []
