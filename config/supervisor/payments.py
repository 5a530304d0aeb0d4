"""The simulator of Stripe, which answers for it where neither a key nor an address of Stripe is given."""

import os
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from config.supervisor.processes import Program
from config.supervisor.state import remembered_port, remembered_secret

WEBHOOK = "api/v1/billing/webhooks/stripe/"
READY_SECONDS = 30.0
OF_THE_SIMULATOR = "STRIPE_SIMULATOR_"
# Of the system, as any program needs them; no other engine's password is among them.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL")


@dataclass(frozen=True, slots=True)
class Payments:
    """A process that speaks Stripe's API, with all that was bought in the state folder."""

    home: Path
    port: int
    # Where the product listens to its webhooks; nowhere when only engines run.
    webhook_url: str = ""

    @property
    def key(self) -> str:
        secret = remembered_secret(self.home, "stripe-key")
        return f"sk_test_{''.join(letter for letter in secret if letter.isalnum())}"

    @property
    def webhook_secret(self) -> str:
        given = os.environ.get("STRIPE_WEBHOOK_SECRET", "").replace(",", " ").split()
        return given[0] if given else f"whsec_{remembered_secret(self.home, 'stripe-webhook')}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def variables(self) -> dict[str, str]:
        """What the product's processes are told."""
        return {
            "STRIPE_API_BASE": self.url,
            "STRIPE_SECRET_KEY": self.key,
            "STRIPE_WEBHOOK_SECRET": self.webhook_secret,
        }

    def program(self, project: Path, python: str) -> Program:
        kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(OF_THE_SIMULATOR)}
        return Program(
            name="stripe",
            command=(python, "-m", "stripe_simulator"),
            environment={
                **kept,
                "MALLOC_ARENA_MAX": "2",
                "PYTHONUNBUFFERED": "1",
                "STRIPE_SIMULATOR_KEY": self.key,
                "STRIPE_SIMULATOR_PORT": str(self.port),
                "STRIPE_SIMULATOR_STATE": str(self.home / "stripe"),
                "STRIPE_SIMULATOR_WEBHOOK_SECRET": self.webhook_secret,
                "STRIPE_SIMULATOR_WEBHOOK_URL": self.webhook_url,
            },
            folder=project,
            inherits=False,
        )

    def is_ready(self) -> bool:
        return answers(self.port)


def answers(port: int) -> bool:
    """Whether a simulator says that it is alive."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read() == b"ok"
    except (OSError, HTTPException):
        return False
    finally:
        with suppress(OSError):
            connection.close()


def payments_of(home: Path, webhook_url: str) -> Payments:
    return Payments(home, remembered_port(home, "stripe"), webhook_url)
