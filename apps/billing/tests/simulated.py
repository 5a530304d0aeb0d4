"""The Stripe simulator as a process of its own, and what a buyer or Stripe does there, for the tests."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from apps.billing.provider import Thing
from apps.billing.tests.signing import send
from config.supervisor.state import free_port

PROJECT = Path(__file__).resolve().parents[3]
KEY = "sk_test_of_the_tests"
GOOD_CARD, DECLINED_CARD = "4242424242424242", "4000000000000002"
START_SECONDS = 30


class Simulator:
    """Calls of its pages and of its control page; the API is asked by the product's own gateway."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}"

    def pay(self, session_id: str, *, card: str = GOOD_CARD, **more: Any) -> None:
        """Fill in the payment page and send it; where it leads afterwards is the product's, which does not run here."""
        fields = {"deed": "pay", "email": "ada@acme.example", "test_card": card, **more}
        answer = requests.post(f"{self.base}/pay/{session_id}", fields, allow_redirects=False, timeout=30)
        # 410: the page was closed meanwhile.
        assert answer.status_code in {200, 302, 303, 402, 410}, answer.text

    def control(self, deed: str, **fields: Any) -> Thing:
        """What the control page does, as JSON."""
        answer = requests.post(f"{self.base}/_control/do/{deed}", json=fields, timeout=60)
        assert answer.ok, answer.text
        found: Thing = answer.json()
        return found

    def events(self, after: str = "") -> list[Thing]:
        """Everything that happened since an event, the oldest first, as it would be sent."""
        found: list[Thing] = []
        more: dict[str, str] = {}
        while True:
            asked = {"limit": "100", **more}
            page = requests.get(f"{self.base}/v1/events", asked, auth=(KEY, ""), timeout=30).json()
            for event in page["data"]:
                if event["id"] == after:
                    return found[::-1]
                found.append(event)
            if not page["has_more"]:
                return found[::-1]
            more = {"starting_after": page["data"][-1]["id"]}

    def last_event(self) -> str:
        page = requests.get(f"{self.base}/v1/events", {"limit": "1"}, auth=(KEY, ""), timeout=30).json()
        return next((str(event["id"]) for event in page["data"]), "")


@contextmanager
def simulator_running(folder: Path) -> Iterator[Simulator]:
    """Start it with an empty state, wait until it answers, end it."""
    port = free_port()
    command = [sys.executable, "-m", "stripe_simulator", "--port", str(port), "--state", str(folder), "--key", KEY]
    process = subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        yield Simulator(port)
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            answer = requests.get(address, timeout=2)
        except requests.RequestException:
            time.sleep(0.05)
        else:
            assert answer.ok
            return
    raise RuntimeError("the simulator does not answer")


def deliver(events: Sequence[Thing], apply: Callable[[], object]) -> None:
    """Send the events in this order, each signed anew, and let what they queue be done."""
    for event in events:
        answer = send(event)
        assert answer.status_code == 200, answer.content
        apply()
