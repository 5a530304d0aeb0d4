"""A value that makes no sense stops the start and names its variable; no value at all is always fine."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Nothing is set but the state folder, which is empty."""
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PRODUCTION", "ODD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROSTRUM_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("read", "value", "words"),
    [
        (lambda: env.boolean("ODD", default=False), "maybe", "ODD: say true or false, not 'maybe'"),
        (lambda: env.integer("ODD", 1), "many", "ODD: 'many' is not a whole number"),
        (lambda: env.database("ODD"), "mysql://localhost/rostrum", "ODD: write it as postgresql://"),
        (lambda: env.database("ODD"), "postgresql://localhost", "ODD: write it as postgresql://"),
        (lambda: env.database("ODD"), "postgresql://localhost:port/rostrum", "ODD: Port could not be cast"),
        (lambda: env.servers("ODD"), "192.0.2.53,dns.example", "ODD: 'dns.example' is no address of a name server"),
        (lambda: env.servers("ODD"), "192.0.2.53:many", "ODD: '192.0.2.53:many' is no address of a name server"),
        (lambda: env.broker("ODD"), "amqp://localhost", "ODD: write it as redis://"),
        (lambda: env.broker("ODD"), "redis://", "ODD: write it as redis://"),
        (lambda: env.broker("ODD"), "redis://localhost:99999/0", "ODD: Port out of range"),
    ],
)
def test_nonsense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], value: str, words: str
) -> None:
    monkeypatch.setenv("ODD", value)

    with pytest.raises(ImproperlyConfigured) as refused:
        read()

    assert str(refused.value).startswith(words)


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "PORT", "PRODUCTION"])
def test_the_start_itself_stops_and_names_the_variable(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=PROJECT,
        env={**os.environ, name: "nonsense"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"django.core.exceptions.ImproperlyConfigured: {name}: ")


def test_production_without_a_key_does_not_start(empty_environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODUCTION", "true")

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY: set it"):
        env.secret_key()


def test_key_comes_from_the_environment_then_from_the_state_folder(
    empty_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = {env.secret_key(), env.secret_key()}
    (empty_environment / "secret_key").write_text("kept\n")
    kept = env.secret_key()
    monkeypatch.setenv("SECRET_KEY", "given")

    assert len(passing) == 2
    assert [kept, env.secret_key()] == ["kept", "given"]


def test_value_can_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "odd").write_text("from the file\n")
    monkeypatch.setenv("ODD_FILE", str(tmp_path / "odd"))
    monkeypatch.setenv("ODD", "said itself")
    assert env.text("ODD") == "from the file"

    (tmp_path / "odd").write_text("\n")
    assert env.text("ODD", "neither") == "said itself"
    monkeypatch.delenv("ODD")
    assert env.text("ODD", "neither") == "neither"

    monkeypatch.setenv("ODD_FILE", str(tmp_path / "gone"))
    with pytest.raises(ImproperlyConfigured, match=r"ODD_FILE: cannot read .*gone: No such file"):
        env.text("ODD")


@pytest.mark.parametrize(("said", "meant"), [("TRUE", True), ("1", True), ("off", False), ("no", False), ("", True)])
def test_yes_and_no_can_be_said_in_several_ways(monkeypatch: pytest.MonkeyPatch, said: str, *, meant: bool) -> None:
    monkeypatch.setenv("ODD", said)
    assert env.boolean("ODD", default=True) is meant


def test_words_and_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODD", " acme.example, ,beta.example ")
    assert env.words("ODD") == ["acme.example", "beta.example"]

    monkeypatch.setenv("ODD", "7")
    assert (env.integer("ODD", 1), env.integer("UNSAID", 1)) == (7, 1)


def test_addresses_may_hold_any_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODD", "postgresql://a%40b:p%2Fw@db.example:6543/my%20db?sslmode=require")

    found = env.database("ODD")

    assert found.pop("OPTIONS")["sslmode"] == "require"
    assert found == {"NAME": "my db", "USER": "a@b", "PASSWORD": "p/w", "HOST": "db.example", "PORT": "6543"}


def test_socket_folder_can_be_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODD", "postgresql:///rostrum?host=/run/postgresql")
    assert env.database("ODD")["HOST"] == "/run/postgresql"


def test_without_addresses_the_running_engines_are_used(empty_environment: Path) -> None:
    engines = {"DATABASE_URL": "postgresql://rostrum@127.0.0.1:7001/rostrum", "REDIS_URL": "redis://127.0.0.1:7002/0"}
    (empty_environment / "engines.json").write_text(json.dumps(engines))

    assert env.database("DATABASE_URL")["PORT"] == "7001"
    assert env.broker("REDIS_URL") == engines["REDIS_URL"]


def test_without_engines_commands_that_need_none_still_run(empty_environment: Path) -> None:
    assert (env.database("DATABASE_URL")["PORT"], env.broker("REDIS_URL")) == ("1", "redis://127.0.0.1:1/0")
