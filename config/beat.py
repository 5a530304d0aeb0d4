"""The clock: `python -m config.beat` rings for the sweeper; a light process that loads none of Django's apps."""

import logging.config
from typing import Any

from celery import Celery, signals
from celery.beat import Scheduler
from redis import Redis, RedisError

from config.logs import LOGGING

app = Celery("rostrum-beat", fixups=[], set_as_current=False)
app.config_from_object("config.settings", namespace="CELERY")


@signals.setup_logging.connect
def log_as_the_others_do(**kwargs: Any) -> None:
    """The clock does not set up Django, which configures the logs of web and worker."""
    logging.config.dictConfig(LOGGING)


class PulseScheduler(Scheduler):
    """Keeps its schedule in memory, as no tick is worth catching up on, and leaves a sign of life with each."""

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        if not self._waits(entry.options["queue"]):
            super().apply_entry(entry, producer)

    def _waits(self, queue: str) -> bool:
        """Whether nobody took the last round yet; leaves the sign of life, which bears the broker's time."""
        try:
            with Redis.from_url(self.app.conf.broker_url, socket_timeout=1, socket_connect_timeout=1) as client:
                seconds, _microseconds = client.time()
                client.set("rostrum:pulse:beat", seconds, ex=3600)
                return bool(client.llen(queue))
        except (RedisError, OSError) as error:
            self.logger.warning("broker not reached, no pulse: %s", error)
            return False


if __name__ == "__main__":
    app.Beat(loglevel="INFO").run()
