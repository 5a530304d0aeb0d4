"""What a module's own process is told and may do: a wall around it, looked at from inside."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from redis.exceptions import NoPermissionError

from config.supervisor.declared import Declared, declared
from config.supervisor.rostrum import programs
from tests.real_processes import started

# Nobody asks it: a database that is given is not started.
NOWHERE = "postgresql://nobody:secret@127.0.0.1:1/nowhere"
[RUNNER] = declared()


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Of an embedded broker."""
    home = tmp_path_factory.mktemp("declared")
    with started("-m", "config.supervisor", "--home", str(home), "engines", ready="REDIS_URL", DATABASE_URL=NOWHERE):
        yield json.loads((home / "engines.json").read_text())


@pytest.fixture
def account(urls: dict[str, str]) -> Iterator[redis.Redis]:
    with redis.from_url(urls["RUNNER_BROKER_URL"]) as client:
        yield client


@pytest.fixture
def platform(urls: dict[str, str]) -> Iterator[redis.Redis]:
    with redis.from_url(urls["REDIS_URL"]) as client:
        yield client


def test_its_account_reaches_keys_of_its_own(account: redis.Redis, platform: redis.Redis) -> None:
    account.set("runner:kept", "yes", ex=60)

    assert platform.get("runner:kept") == b"yes"
    assert account.getdel("runner:kept") == b"yes"


Deed = Callable[[redis.Redis], Any]
FORBIDDEN: dict[str, Deed] = {
    "read a cache": lambda client: client.get(":1:session"),
    "write a queue": lambda client: client.lpush("celery", "{}"),
    "list keys": lambda client: client.keys("*"),
    "walk over keys": lambda client: client.scan(),
    "change the server": lambda client: client.config_set("maxmemory", "1"),
    "read the server's settings": lambda client: client.config_get("requirepass"),
    "look at others": lambda client: client.client_list(),
    "publish": lambda client: client.publish("runner:news", "x"),
    "empty it": lambda client: client.flushdb(),
    "run a script on other keys": lambda client: client.eval("return redis.call('get', KEYS[1])", 1, ":1:session"),
    "make an account": lambda client: client.acl_setuser("other", enabled=True),
}


@pytest.mark.parametrize("deed", FORBIDDEN.values(), ids=FORBIDDEN)
def test_its_account_may_do_nothing_else(account: redis.Redis, deed: Deed) -> None:
    with pytest.raises(NoPermissionError):
        deed(account)


def test_it_finds_the_broker_by_a_file_unless_the_way_is_too_long(urls: dict[str, str]) -> None:
    assert urls["RUNNER_BROKER_URL"].startswith("unix://runner:")


def test_it_is_told_its_broker_and_nothing_else_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "OPENAI_API_KEY", "STRIPE_SECRET_KEY", "ROSTRUM_HOME")
    for name in secrets:
        monkeypatch.setenv(name, "secret")
    monkeypatch.delenv("RUNNER_BROKER_URL", raising=False)
    monkeypatch.setenv("RUNNER_PROCESSES", "3")

    program = programs({"RUNNER_BROKER_URL": "unix://runner:x@/y", "DATABASE_URL": NOWHERE})["runner"]

    assert program.inherits is False
    told = set(program.environment)
    assert told - {"PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONUNBUFFERED"} == {
        "RUNNER_BROKER_URL",
        "RUNNER_PROCESSES",
    }
    assert (program.environment["RUNNER_BROKER_URL"], "secret" in program.environment.values()) == (
        "unix://runner:x@/y",
        False,
    )


def test_another_machine_may_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNNER_PROCESSES", "0")

    assert "runner" not in programs({})


def test_a_module_declares_it_in_its_folder() -> None:
    assert Declared("runner", "apps.code_assessment.sandbox.runner", "apps.code_assessment.sandbox.runner.doctor") == (
        RUNNER
    )
