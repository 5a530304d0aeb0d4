"""Says by its exit code whether a process works, for the health checks of containers: `python -m config.alive web`.

The runner has a check of its own, as it knows nothing of ours: `python -m apps.code_assessment.sandbox.runner.alive`.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

from redis import Redis, RedisError

from config import env

# Three rounds of the clock may be missed.
MISSED_ROUNDS = 4
PATIENCE_SECONDS = 5


def web() -> str:
    """What is wrong with the web server of this container; empty when it answers."""
    host = next((name.lstrip(".") for name in env.words("ALLOWED_HOSTS")), env.text("BASE_DOMAIN", "localhost"))
    talk = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=PATIENCE_SECONDS)
    try:
        # As the proxy in front would ask: production answers plain HTTP with a redirect.
        talk.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = talk.getresponse().status
    except (OSError, HTTPException) as error:
        return f"the web server does not answer: {error}"
    finally:
        talk.close()
    return "" if status == 200 else f"the web server answers with {status}"  # noqa: PLR2004 -- OK


def pulse(who: str) -> str:
    """What is wrong with the worker, or the clock; all workers leave one pulse."""
    seconds = max(MISSED_ROUNDS * env.integer("QUEUE_SWEEP_SECONDS", 5), PATIENCE_SECONDS)
    try:
        with Redis.from_url(env.broker("REDIS_URL"), socket_timeout=2, socket_connect_timeout=2) as broker:
            said = broker.get(f"rostrum:pulse:{who}")
            # Whoever leaves it writes the broker's time, too.
            now, _microseconds = broker.time()
    except RedisError as error:
        return f"the broker does not answer: {error}"
    age = now - int(str(said, "ascii")) if isinstance(said, bytes) else None
    return "" if age is not None and age <= seconds else f"no sign of life of the {who} for {seconds} seconds"


def main(who: str) -> int:
    reason = web() if who == "web" else pulse(who)
    if reason:
        sys.stderr.write(f"{reason}\n")
    return 1 if reason else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
