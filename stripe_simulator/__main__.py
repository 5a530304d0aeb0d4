"""Starts the simulator: `python -m stripe_simulator --port 8010 --state FOLDER --key sk_test_...`."""

import argparse
import importlib
import logging
import os
import pkgutil
import signal
import sys
from pathlib import Path
from types import FrameType

from stripe_simulator import pages
from stripe_simulator.account import Account
from stripe_simulator.api import Api, Request, Response
from stripe_simulator.billing.agenda import Ticker
from stripe_simulator.delivery import Courier
from stripe_simulator.pages import site
from stripe_simulator.resources.endpoints import ensure_endpoint
from stripe_simulator.server import Server


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """From the command line or from variables; keys and secrets best by variables, as others see command lines."""
    read = os.environ.get
    parser = argparse.ArgumentParser(prog="stripe_simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=int(read("STRIPE_SIMULATOR_PORT", "0")))
    parser.add_argument("--host", default=read("STRIPE_SIMULATOR_HOST", "127.0.0.1"))
    parser.add_argument(
        "--state", type=Path, default=read("STRIPE_SIMULATOR_STATE"), help="folder that keeps everything"
    )
    parser.add_argument("--key", action="append", help="secret key that clients send; may be given several times")
    parser.add_argument("--webhook-url", default=read("STRIPE_SIMULATOR_WEBHOOK_URL", ""))
    parser.add_argument("--webhook-secret", default=read("STRIPE_SIMULATOR_WEBHOOK_SECRET", ""))
    parser.add_argument("--public-url", default=read("STRIPE_SIMULATOR_PUBLIC_URL", ""), help="address of its pages")
    chosen = parser.parse_args(given)
    chosen.key = chosen.key or [one for one in read("STRIPE_SIMULATOR_KEY", "").split() if one]
    if not chosen.port or not chosen.state or not chosen.key:
        parser.error("a port, a folder for the state and a key are needed")
    return chosen


class Simulator:
    """All its parts, started and stopped together."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self.account = Account(Path(chosen.state), public_url=chosen.public_url or f"http://localhost:{chosen.port}")
        self.api = Api(self.account, tuple(chosen.key))
        for module in pkgutil.iter_modules(pages.__path__):
            importlib.import_module(f"{pages.__name__}.{module.name}")
        if chosen.webhook_url:
            ensure_endpoint(self.account, chosen.webhook_url, chosen.webhook_secret)
        self.server = Server(chosen.host, chosen.port, self.answer)
        self.courier = Courier(self.account)
        self.ticker = Ticker(self.account)

    def answer(self, request: Request) -> Response:
        if request.path == "/healthz":
            return Response(200, b"ok", "text/plain")
        if request.path.startswith("/v1/"):
            return self.api.answer(request)
        return site.answer(self.account, request)

    def serve(self) -> None:
        self.courier.start()
        self.ticker.start()
        self.server.serve_forever()

    def stop(self) -> None:
        self.ticker.stop()
        self.courier.stop()
        self.server.server_close()
        self.account.store.close()


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    chosen = arguments()
    simulator = Simulator(chosen)

    def end(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    sys.stderr.write(f"Stripe simulator: http://{chosen.host}:{chosen.port}/_control\n")
    sys.stderr.flush()
    try:
        simulator.serve()
    except KeyboardInterrupt:
        pass
    finally:
        simulator.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
