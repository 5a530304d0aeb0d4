"""What a start in production refuses: each by the name of its variable, with the cure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import billing, production

PROJECT = Path(__file__).resolve().parents[1]
SAFE = {
    "PRODUCTION": "true",
    "SECRET_KEY": "Zk3vQ8n1Xr7Tb2Lw9Hd4Mf6Gj5Ps0Yc3Va8Ue1Ki7No2Rq4Wt6Bx",
    "BASE_DOMAIN": "rostrum.example",
    "BASE_URL": "https://rostrum.example",
    "STRIPE_API_BASE": "https://api.stripe.com",
}
READ = (*SAFE, "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "STRIPE_SECRET_KEY")


@pytest.fixture
def safe(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment that may run in production."""
    for name in READ:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(billing, "STRIPE_API_BASE", "https://api.stripe.com")
    return monkeypatch


@pytest.mark.usefixtures("safe")
def test_a_sound_environment_is_taken() -> None:
    assert production.refusals() == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "k" * 64, "make one: python3 -c"),
        ("SECRET_KEY", SAFE["SECRET_KEY"][:40], "shorter than 50 characters"),
        ("SECRET_KEY", "django-insecure-" + SAFE["SECRET_KEY"], "an example"),
        ("SECRET_KEY", "change-me-" + SAFE["SECRET_KEY"], "an example"),
        ("SECRET_KEY_FALLBACKS", f"{SAFE['SECRET_KEY']},short", "leave it out"),
        ("DEBUG", "true", "leave it out in production"),
        ("ALLOWED_HOSTS", "*", "list those that are yours"),
        ("ALLOWED_HOSTS", "rostrum.example,.", "list those that are yours"),
        ("BASE_URL", "http://rostrum.example", "https://"),
        ("BASE_URL", "", "https://"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example,http://b.example", "write each with https://"),
    ],
)
def test_what_is_unsafe_is_refused_by_name(safe: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    safe.setenv(name, value)

    (refusal,) = production.refusals()

    assert refusal.startswith(f"{name}: ")
    assert words in refusal


def test_no_host_name_at_all_is_refused(safe: pytest.MonkeyPatch) -> None:
    safe.delenv("BASE_DOMAIN")
    assert production.refusals() == [
        "ALLOWED_HOSTS: no host name is known; set BASE_DOMAIN to yours, or list the names here"
    ]
    safe.setenv("ALLOWED_HOSTS", "jobs.example")
    assert production.refusals() == []


@pytest.mark.parametrize(
    "base",
    ["http://127.0.0.1:12111", "http://api.stripe.com", "https://stripe.simulator.example", "https://evilstripe.com"],
)
def test_a_simulator_as_stripe_is_refused(safe: pytest.MonkeyPatch, base: str) -> None:
    safe.setattr(billing, "STRIPE_API_BASE", base)

    (refusal,) = production.refusals()

    assert refusal.startswith(f"STRIPE_API_BASE: {base} is not Stripe")
    assert "set STRIPE_SECRET_KEY" in refusal


@pytest.mark.parametrize("command", [["manage.py", "check"], ["-m", "config.beat"]])
def test_the_start_itself_names_everything_at_once(command: list[str], tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in READ}
    given = {"PRODUCTION": "true", "DEBUG": "true", "SECRET_KEY": "short", "ALLOWED_HOSTS": "*"}
    run = subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env={**kept, **given, "STRIPE_API_BASE": "http://127.0.0.1:1", "ROSTRUM_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    *_, first, second, third, fourth, fifth = run.stderr.splitlines()
    assert run.returncode == 1
    assert first.startswith("django.core.exceptions.ImproperlyConfigured: DEBUG: ")
    assert [line.split(":")[0] for line in (second, third, fourth, fifth)] == [
        "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "STRIPE_API_BASE",
    ]  # fmt: skip


def test_in_production_everything_travels_over_tls() -> None:
    question = (
        "from config import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        " s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_HTTPONLY)"
    )
    kept = {name: value for name, value in os.environ.items() if name not in READ}
    run = subprocess.run(
        [sys.executable, "-c", question],
        cwd=PROJECT,
        env={**kept, **SAFE},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert run.stdout.split() == ["True", "True", "True", "31536000", "True"]
