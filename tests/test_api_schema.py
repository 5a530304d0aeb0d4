"""The API's description: valid, without warnings, and true of the answers."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from apps.accounts.models import Membership
from apps.accounts.tokens import token_pair
from apps.core.modules import all_modules
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.cv_analysis.services import upload_cv
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import PASSWORD, Api

pytestmark = pytest.mark.django_db

PROJECT = Path(__file__).resolve().parent.parent
TWO_PAGES = PROJECT / "apps/cv_analysis/tests/files/two-pages.pdf"


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    response = Client().get("/api/v1/schema/?format=json")
    found: dict[str, Any] = json.loads(response.content)
    return found


@pytest.fixture(scope="module", autouse=True)
def database_for_the_module(django_db_setup: None, django_db_blocker: Any) -> Any:
    """The description is made once for all of these tests."""
    with django_db_blocker.unblock():
        yield


def test_description_is_valid_and_made_without_a_warning(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", file=tmp_path / "api.json")

    made = json.loads((tmp_path / "api.json").read_text(encoding="utf-8"))
    assert (made["openapi"], made["info"]["title"]) == ("3.1.0", "Rostrum")


def test_every_module_and_every_part_of_the_platform_is_described_once(schema: dict[str, Any]) -> None:
    tags = {path.split("/")[3] for path in schema["paths"]}
    identifiers = [op["operationId"] for operations in schema["paths"].values() for op in operations.values()]

    of_platform = {"ai", "audit", "auth", "billing", "hiring", "modules", "tenants"}
    assert tags == of_platform | {config.slug for config in all_modules() if config.has_part("api")}
    assert {path.split("/")[1:3] == ["api", "v1"] for path in schema["paths"]} == {True}
    assert len(identifiers) == len(set(identifiers))


def test_description_below_a_workspace_names_its_address(acme: Tenant, schema: dict[str, Any]) -> None:
    below = json.loads(Client().get("/t/acme/api/v1/schema/?format=json").content)

    assert (schema["servers"], below["servers"]) == ([{"url": "/"}], [{"url": "/t/acme"}])
    assert sorted(below["paths"]) == sorted(schema["paths"])


COLD_REQUESTS = """
import threading, django
django.setup()
from django.test import Client
client = Client(SERVER_NAME="localhost", raise_request_exception=False)
together, found = threading.Barrier(4), []
def ask():
    together.wait()
    found.append(client.get("/api/v1/schema/").status_code)
threads = [threading.Thread(target=ask) for _ in range(4)]
[thread.start() for thread in threads], [thread.join() for thread in threads]
print(*found)
"""


def test_first_requests_of_a_fresh_process_may_come_at_once() -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x" * 50}

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", COLD_REQUESTS],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["200"] * 4


def test_every_operation_says_that_errors_are_problems(schema: dict[str, Any]) -> None:
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            content = operation["responses"]["404"]["content"]
            assert list(content) == ["application/problem+json"], f"{method} {path}"


def test_page_of_the_description_needs_no_other_host(acme: Tenant) -> None:
    page = Client().get("/t/acme/api/v1/docs/")

    assert (page.status_code, "https://" in page.text, "http://" in page.text) == (200, False, False)


def declared(schema: dict[str, Any], path: str, method: str, status: int) -> dict[str, Any]:
    content = schema["paths"][path][method]["responses"][str(status)].get("content")
    found: dict[str, Any] = next(iter(content.values()))["schema"] if content else {}
    return found


KINDS = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}


def resolved(schema: dict[str, Any], declared: dict[str, Any]) -> list[dict[str, Any]]:
    """What may stand here, with all references followed."""
    if "$ref" in declared:
        return resolved(schema, schema["components"]["schemas"][declared["$ref"].rsplit("/", 1)[1]])
    options = declared.get("oneOf") or declared.get("anyOf") or declared.get("allOf")
    return [found for option in options for found in resolved(schema, option)] if options else [declared]


def mismatches(schema: dict[str, Any], declared: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Where the answer has other members than its description, or a value of another type."""
    found = [_mismatches(schema, option, value, at) for option in resolved(schema, declared)]
    return [] if [] in found else found[0]


def _mismatches(schema: dict[str, Any], declared: dict[str, Any], value: Any, at: str) -> list[str]:
    kinds = [declared["type"]] if isinstance(declared.get("type"), str) else declared.get("type", [])
    kind = "null" if value is None else KINDS[type(value)]
    if kinds and kind not in kinds and (kind, kinds) != ("integer", ["number"]):
        return [f"{at}: {kind} and not {kinds}"]
    if kind == "array":
        parts = [(f"{at}[{number}]", declared["items"], one) for number, one in enumerate(value)]
    elif kind == "object" and "properties" in declared:
        if set(value) != set(declared["properties"]):
            return [f"{at}: {sorted(set(value) ^ set(declared['properties']))}"]
        parts = [(f"{at}.{key}", declared["properties"][key], one) for key, one in value.items()]
    else:
        parts = []
    return [fault for where, of, one in parts for fault in mismatches(schema, of, one, where)]


Call = Callable[[Any, Cv, Membership], Any]
CALLS: list[tuple[str, str, int, Call]] = [
    ("/api/v1/auth/profile/", "get", 200, lambda c, cv, ada: c.get("/api/v1/auth/profile/")),
    ("/api/v1/auth/profile/", "patch", 200, lambda c, cv, ada: c.patch("/api/v1/auth/profile/", {"name": "A"}, "json")),
    ("/api/v1/auth/dashboard/", "get", 200, lambda c, cv, ada: c.get("/api/v1/auth/dashboard/")),
    (
        "/api/v1/auth/login/",
        "post",
        200,
        lambda c, cv, ada: c.post("/api/v1/auth/login/", {"email": ada.user.email, "password": PASSWORD}, "json"),
    ),
    (
        "/api/v1/auth/register/",
        "post",
        201,
        lambda c, cv, ada: c.post(
            "/api/v1/auth/register/",
            {"email": "eve@x.example", "password": "correct horse battery", "name": "Eve", "company": "Eve"},
            "json",
        ),
    ),
    (
        "/api/v1/auth/token/refresh/",
        "post",
        200,
        lambda c, cv, ada: c.post("/api/v1/auth/token/refresh/", {"refresh": token_pair(ada)["refresh"]}, "json"),
    ),
    (
        "/api/v1/auth/change-password/",
        "post",
        200,
        lambda c, cv, ada: c.post(
            "/api/v1/auth/change-password/", {"old_password": PASSWORD, "new_password": "quite another one"}, "json"
        ),
    ),
    ("/api/v1/modules/marketplace/", "get", 200, lambda c, cv, ada: c.get("/api/v1/modules/marketplace/")),
    ("/api/v1/modules/my-modules/", "get", 200, lambda c, cv, ada: c.get("/api/v1/modules/my-modules/")),
    ("/api/v1/modules/{module}/", "get", 200, lambda c, cv, ada: c.get("/api/v1/modules/cv_analysis/")),
    (
        "/api/v1/modules/{module}/deactivate/",
        "post",
        200,
        lambda c, cv, ada: c.post("/api/v1/modules/cv_analysis/deactivate/"),
    ),
    ("/api/v1/cv-analysis/cvs/", "get", 200, lambda c, cv, ada: c.get("/api/v1/cv-analysis/cvs/")),
    (
        "/api/v1/cv-analysis/cvs/",
        "post",
        202,
        lambda c, cv, ada: c.post("/api/v1/cv-analysis/cvs/", {"file": SimpleUploadedFile("a.txt", b"a")}),
    ),
    ("/api/v1/cv-analysis/cvs/{id}/", "get", 200, lambda c, cv, ada: c.get(f"/api/v1/cv-analysis/cvs/{cv.pk}/")),
    (
        "/api/v1/cv-analysis/cvs/{id}/analysis/",
        "get",
        200,
        lambda c, cv, ada: c.get(f"/api/v1/cv-analysis/cvs/{cv.pk}/analysis/"),
    ),
    (
        "/api/v1/cv-analysis/cvs/{id}/reprocess/",
        "post",
        202,
        lambda c, cv, ada: c.post(f"/api/v1/cv-analysis/cvs/{cv.pk}/reprocess/"),
    ),
]


@pytest.fixture
def cv(ada: Membership, licensed: License, run_queued: Callable[[], int]) -> Cv:
    with scope(ada.tenant):
        found = upload_cv(ada, upload=SimpleUploadedFile("cv.pdf", TWO_PAGES.read_bytes()))
    run_queued()
    return found


@pytest.mark.parametrize(("path", "method", "status", "call"), CALLS, ids=[f"{c[1]} {c[0]}" for c in CALLS])
def test_answer_is_what_the_description_says(
    path: str, method: str, status: int, call: Call, schema: dict[str, Any], cv: Cv, ada: Membership, api: Api
) -> None:
    response = call(api(ada), cv, ada)

    assert (response.status_code, mismatches(schema, declared(schema, path, method, status), response.json())) == (
        status,
        [],
    )


def test_problem_is_what_the_description_says(schema: dict[str, Any], api: Api, ada: Membership) -> None:
    response = api(ada).get("/api/v1/cv-analysis/cvs/01890000-0000-7000-8000-000000000000/")
    plain = api(None).get("/api/v1/auth/profile/")

    assert mismatches(schema, {"$ref": "#/components/schemas/Problem"}, plain.json()) == []
    assert response.json()["module"] == "cv_analysis", "a problem may say more"
