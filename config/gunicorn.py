"""How the web server runs: few processes with threads, because waiting for the database is most of the work."""

import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

from config.supervisor.account import die_with

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "config.web_worker.SharingWorker"
MOST_UNASKED = 2
workers = int(os.environ.get("WEB_CONCURRENCY") or min(MOST_UNASKED, os.cpu_count() or 1))
threads = int(os.environ.get("WEB_THREADS", "4"))
# With several workers the master loads the code once and they share that memory; for one it would be a second copy.
preload_app = workers > 1
timeout = 60
graceful_timeout = 3
keepalive = 5
accesslog = None
errorlog = "-"
control_socket_disable = True
# A worker's sign of life is a file; on a busy disk touching it can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- gunicorn makes a private file there

# Each process counts its requests into a file there, and whichever is asked adds them up; read when prometheus_client
# is imported. What a killed master left behind goes first. Gunicorn runs this file under that name; whoever imports it
# for its hooks is no web server.
READ_BY_GUNICORN = __name__ == "__config__"
METRICS, FOLDER = "rostrum-metrics-", "PROMETHEUS_MULTIPROC_DIR"


def _metrics_folder() -> str:
    parent = Path(worker_tmp_dir or tempfile.gettempdir())
    for left in parent.glob(f"{METRICS}*"):
        pid = left.name.removeprefix(METRICS).partition("-")[0]
        if left.stat().st_uid == os.geteuid() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.mkdtemp(prefix=f"{METRICS}{os.getpid()}-", dir=parent)


# Read again on SIGHUP, by the same process, and by a new one that takes over from this one with its environment.
if READ_BY_GUNICORN and f"{METRICS}{os.getpid()}-" not in os.environ.get(FOLDER, ""):
    os.environ[FOLDER] = _metrics_folder()


def on_starting(server: Any) -> None:
    """Views and templates are read once, before the processes divide, and not by the first requests of each of them."""
    if preload_app:
        from config.before_fork import read_addresses, read_templates  # noqa: PLC0415 -- the application is loaded by now

        read_addresses()
        read_templates()


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ[FOLDER], ignore_errors=True)


def pre_fork(server: Any, worker: Any) -> None:
    """What the master has loaded stays shared, unless the garbage collector writes its marks all over it."""
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """A worker must not outlive a killed master."""
    die_with(server.pid, signal.SIGKILL)
    # A page makes thousands of short-lived objects; looking for cycles every 700 costs more than it frees.
    gc.set_threshold(20_000, 20, 20)


def post_worker_init(worker: Any) -> None:
    """The application is loaded, in each process for itself or before the fork."""
    from apps.core.queue.ringer import ring_beside_requests  # noqa: PLC0415 -- after Django's set-up
    from apps.tenants.pooling import refuse_shared_servers  # noqa: PLC0415 -- as above

    refuse_shared_servers()
    ring_beside_requests()
