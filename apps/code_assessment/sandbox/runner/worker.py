"""The worker without Celery's command line, which would bring a quarter of its memory: `python -m ….runner.worker`."""

import sys

from apps.code_assessment.sandbox.runner.app import app
from apps.code_assessment.sandbox.runner.line import QUEUE


def main() -> int:
    """Work until somebody asks for the end; the exit code."""
    worker = app.Worker(
        queues=[QUEUE], loglevel="WARNING", without_gossip=True, without_mingle=True, without_heartbeat=True
    )
    worker.start()
    return int(worker.exitcode or 0)


if __name__ == "__main__":
    sys.exit(main())
