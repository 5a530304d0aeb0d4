"""The clients of the API: as the description wants them, and of use against the real application."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from rostrum_client import ConflictError, InvalidError, NotFoundError, NotSignedInError, Rostrum, TooManyRequestsError
from rostrum_client.types import JobInput

from apps.accounts.models import Membership, SignIn
from apps.accounts.services.api_keys import make_api_key
from apps.accounts.tokens import token_pair
from apps.core.api_clients.described import Description, described
from apps.core.api_clients.files import POSTMAN, apps_in, client_files, faults
from apps.core.modules import all_modules
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

CLIENTS = settings.BASE_DIR / "clients"
CV = settings.BASE_DIR / "apps/cv_analysis/tests/files/two-pages.pdf"
# Modules that came with the clients; whoever adds one need not touch them.
OF_THE_TREE = {"cv-analysis", "interviews", "code-assessment"}
Clients = Callable[..., Rostrum]


@pytest.fixture
def client_of() -> Iterator[Clients]:
    """A client of the application in this process: client_of(), client_of(key="rk_…")."""
    made = []
    # As Django's own client of tests does: the connection is that of the test, and stays open.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)

    def make(**options: Any) -> Rostrum:
        client = Rostrum("http://testserver", transport=httpx.WSGITransport(WSGIHandler()), **options)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def of_ada(client_of: Clients, ada: Membership) -> Rostrum:
    client = client_of()
    client.sign_in(ada.user.email, PASSWORD, workspace="acme")
    return client


# --- what is written


def test_clients_are_those_of_the_description() -> None:
    call_command("api_clients", "--check")


def test_clients_know_every_part_of_the_platform_and_the_modules_of_the_tree(description: Description) -> None:
    added = {one.slug for one in all_modules() if one.slug not in OF_THE_TREE}

    assert apps_in(CLIENTS) == set(description.tags) - added


def test_module_that_somebody_adds_makes_no_client_stale(tmp_path: Path) -> None:
    """As if interviews had come today, to clients that were written before."""
    for path, text in client_files(apps_in(CLIENTS) - {"interviews"}).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")

    assert "interviews" not in apps_in(tmp_path)
    assert faults(tmp_path) == []


def test_stale_missing_and_left_over_files_are_named_and_put_right(tmp_path: Path) -> None:
    shutil.copytree(CLIENTS, tmp_path, dirs_exist_ok=True)
    code = tmp_path / "python/rostrum_client"
    (code / "api/hiring.py").write_text("", encoding="utf-8")
    (code / "types/ai.py").unlink()
    (code / "types/of_a_module_that_is_gone.py").write_text("", encoding="utf-8")

    with pytest.raises(CommandError) as refused:
        call_command("api_clients", str(tmp_path), "--check")
    call_command("api_clients", str(tmp_path))

    assert re.findall(r"\w+/\w+\.py", str(refused.value)) == [
        "api/hiring.py",
        "types/ai.py",
        "types/of_a_module_that_is_gone.py",
    ]
    assert not (code / "types/of_a_module_that_is_gone.py").exists()
    for name in ("api/hiring.py", "types/ai.py"):
        assert (code / name).read_bytes() == (CLIENTS / "python/rostrum_client" / name).read_bytes()


# --- the one in Python


def test_person_signs_in_and_walks_through_a_list_page_by_page(of_ada: Rostrum) -> None:
    for number in range(5):
        new: JobInput = {"title": f"Engineer {number}"}
        of_ada.hiring.jobs_create(new)
    of_ada.hiring.jobs_create({"title": "Baker"})

    found = of_ada.hiring.jobs_list(search="engineer", ordering="title", page_size=2)

    assert [job["title"] for job in found] == [f"Engineer {number}" for number in range(5)]
    assert (found.count, of_ada.hiring.jobs_list(search="nobody").count) == (5, 0)


def test_cv_is_uploaded_and_its_result_read(of_ada: Rostrum, licensed: License) -> None:
    uploaded = of_ada.cv_analysis.cvs_create({"file": CV})
    run_all_due()

    read = of_ada.cv_analysis.cvs_retrieve(uploaded["id"])
    analysis = of_ada.cv_analysis.cvs_analysis_retrieve(uploaded["id"])
    email = analysis["email"]

    assert (uploaded["status"], read["status"], read["file_name"]) == ("queued", "parsed", "two-pages.pdf")
    assert email is not None
    spot = email["evidence"][0]
    assert analysis["text"][spot["start"] : spot["end"]] == email["value"]


def test_file_by_its_contents_is_sent_with_other_fields(of_ada: Rostrum, licensed: License) -> None:
    job = of_ada.hiring.jobs_create({"title": "Engineer"})

    uploaded = of_ada.cv_analysis.cvs_create({"file": ("mine.txt", b"Ines Okafor"), "job": job["id"]})

    assert (uploaded["file_name"], uploaded["job"]) == ("mine.txt", job["id"])


def test_list_comes_as_a_file(of_ada: Rostrum) -> None:
    of_ada.hiring.jobs_create({"title": "Baker"})
    of_ada.hiring.jobs_create({"title": "Engineer"})

    lines = of_ada.hiring.jobs_list_as_file(format="csv", search="baker").decode("utf-8-sig").splitlines()

    assert [line.split(",")[0] for line in lines] == ["Title", "Baker"]


def test_program_asks_with_a_key(client_of: Clients, ada: Membership) -> None:
    _row, key = make_api_key(ada, name="Jobs", scopes=["hiring.view"], days=1)

    assert list(client_of(key=key).hiring.jobs_list()) == []


def test_problems_are_exceptions_of_their_kind(client_of: Clients, of_ada: Rostrum) -> None:
    candidate = of_ada.hiring.candidates_create({"name": "Ines"})
    job = of_ada.hiring.jobs_create({"title": "Engineer"})
    of_ada.hiring.applications_create({"candidate": candidate["id"], "job": job["id"]})

    with pytest.raises(ConflictError) as twice:
        of_ada.hiring.applications_create({"candidate": candidate["id"], "job": job["id"]})
    with pytest.raises(InvalidError) as nameless:
        of_ada.hiring.jobs_create({"title": ""})
    with pytest.raises(NotFoundError) as missing:
        of_ada.hiring.jobs_retrieve(candidate["id"])
    with pytest.raises(NotSignedInError) as stranger:
        list(client_of().hiring.jobs_list())

    assert [(one.value.status, one.value.code) for one in (twice, nameless, missing, stranger)] == [
        (409, "already-applied"),
        (400, "invalid"),
        (404, "not-found"),
        (401, "not-signed-in"),
    ]
    assert [one["field"] for one in nameless.value.errors] == ["title"]


def test_token_that_ran_out_is_renewed_once(of_ada: Rostrum, ada: Membership) -> None:
    pair = token_pair(ada)
    of_ada.connection.use_tokens("of.no.use", pair["refresh"])

    assert list(of_ada.hiring.jobs_list()) == []
    assert of_ada.connection.refresh_token not in {"", pair["refresh"]}

    of_ada.connection.use_tokens("of.no.use", pair["refresh"])
    with pytest.raises(NotSignedInError):
        list(of_ada.hiring.jobs_list())


def test_who_is_told_to_wait_waits_and_asks_again(client_of: Clients, ada: Membership) -> None:
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        # What time would do.
        SignIn.objects.all().delete()

    patient, hasty = client_of(sleep=sleep, patience_seconds=3600), client_of(sleep=sleep, patience_seconds=0)
    for _try in range(4):
        with pytest.raises(NotSignedInError):
            hasty.sign_in(ada.user.email, "not the password")
    with pytest.raises(TooManyRequestsError) as refused:
        hasty.sign_in(ada.user.email, "not the password")
    assert waited == []

    session = patient.sign_in(ada.user.email, PASSWORD)

    assert session["user"]["email"] == ada.user.email
    assert len(waited) == 1
    assert 0 < waited[0] <= refused.value.said["retry_after"]


def test_signing_out_ends_the_tokens(of_ada: Rostrum) -> None:
    refresh = of_ada.connection.refresh_token

    of_ada.sign_out()

    of_ada.connection.use_tokens("of.no.use", refresh)
    with pytest.raises(NotSignedInError):
        of_ada.auth.profile_retrieve()


def test_example_of_the_client_runs(
    client_of: Clients,
    ada: Membership,
    licensed: License,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    (example,) = re.findall(
        r"```python\n(.+?)```", (CLIENTS / "python/README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    shutil.copy(CV, tmp_path / "cv.pdf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("rostrum_client.Rostrum", lambda _address: client_of())

    exec(example.replace("…", PASSWORD), {})  # noqa: S102 -- it is our own document

    assert capsys.readouterr().out.splitlines()[-1] == "queued"


# --- the one for Postman


@pytest.fixture(scope="module")
def description(django_db_setup: None, django_db_blocker: Any) -> Description:
    with django_db_blocker.unblock():
        return described()


@pytest.fixture(scope="module")
def collection() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CLIENTS / POSTMAN).read_text(encoding="utf-8"))
    return found


def requests_of(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every request of these folders; what is neither folder nor request has no place there."""
    for item in items:
        assert isinstance(item["name"], str)
        assert item["name"]
        assert ("item" in item) != ("request" in item), item["name"]
        if "item" in item:
            yield from requests_of(item["item"])
        else:
            yield item


def test_collection_has_what_the_format_asks_for(collection: dict[str, Any]) -> None:
    assert collection["info"]["name"] == "Rostrum"
    assert collection["info"]["schema"] == "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    assert all(set(one) == {"key", "value", "type"} for one in collection["variable"])
    for item in requests_of(collection["item"]):
        request = item["request"]
        url = request["url"]
        assert request["method"] in {"GET", "POST", "PUT", "PATCH", "DELETE"}
        assert url["raw"] == "/".join([*url["host"], *url["path"]])
        assert [part[1:] for part in url["path"] if part.startswith(":")] == [
            one["key"] for one in url.get("variable", [])
        ]
        assert all(isinstance(one["value"], str) for one in url.get("query", []))
        body = request.get("body", {"mode": "raw", "raw": "{}"})
        assert body["mode"] in {"raw", "formdata"}
        assert isinstance(json.loads(body["raw"]) if body["mode"] == "raw" else body["formdata"], dict | list)


def test_collection_has_each_operation_once(collection: dict[str, Any], description: Description) -> None:
    asked = [
        (item["request"]["method"], "/".join(item["request"]["url"]["path"]))
        for item in requests_of(collection["item"])
    ]
    colons = [re.sub(r"{(\w+)}", r":\1", operation.path) for operation in description.operations]
    wanted = [(one.method, f"api/v1/{path}") for one, path in zip(description.operations, colons, strict=True)]

    assert sorted(asked) == sorted(wanted)


def test_collection_uses_no_variable_that_it_does_not_have(collection: dict[str, Any]) -> None:
    used = set(re.findall(r"{{(\w+)}}", json.dumps(collection)))

    assert used == {one["key"] for one in collection["variable"]}


def test_requests_of_the_collection_work_as_they_come(collection: dict[str, Any], ada: Membership, api: Any) -> None:
    """Signing in, and every list that asks for nothing, as Postman would send them."""
    values = {one["key"]: one["value"] for one in collection["variable"]}
    values |= {"email": ada.user.email, "password": PASSWORD}
    requests = {
        f"{item['request']['method']} {item['request']['url']['raw']}": item["request"]
        for item in requests_of(collection["item"])
    }

    def sent(name: str, **headers: str) -> Any:
        request = requests[name]
        body = re.sub(r"{{(\w+)}}", lambda found: values[found[1]], request.get("body", {}).get("raw", ""))
        address = "/" + "/".join(request["url"]["path"])
        return api(None).generic(request["method"], address, body, content_type="application/json", headers=headers)

    session = sent("POST {{host}}/api/v1/auth/login/").json()
    bearer = {"Authorization": f"Bearer {session['access']}"}

    assert session["tenant"]["slug"] == "acme"
    for name in ("hiring/jobs", "hiring/candidates", "auth/members", "modules/marketplace"):
        assert set(sent(f"GET {{{{host}}}}/api/v1/{name}/", **bearer).json()) == {
            "count",
            "next",
            "previous",
            "results",
        }
