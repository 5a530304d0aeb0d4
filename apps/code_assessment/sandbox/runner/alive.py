"""Says by its exit code whether the runner of this machine works: `python -m …sandbox.runner.alive`."""

import socket
import sys

from redis import RedisError

from apps.code_assessment.sandbox.runner.line import Line, broker_url, client_of


def trouble(machine: str) -> str:
    """Why programs are not judged on that machine; empty when they are."""
    try:
        with client_of(broker_url()) as client:
            said = [one for one in Line(client).announced() if one["name"].rpartition(":")[0] == machine]
    except RedisError as error:
        return f"the broker does not answer: {error}"
    if not said:
        return "no runner of this machine has announced itself lately"
    return str(said[0]["refusal"])


if __name__ == "__main__":
    if reason := trouble(socket.gethostname()):
        sys.stderr.write(f"{reason}\n")
    sys.exit(1 if reason else 0)
