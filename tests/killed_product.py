"""A product whose processes can be killed in the middle of their work."""

from subprocess import Popen

from config.supervisor.state import free_port
from tests.queue_processes import Processes, kill_group, wait_until
from tests.real_processes import health

PATIENCE_SECONDS = 120


class Product:
    """A web process and a worker with its clock, each of which can be killed and started again."""

    def __init__(self, processes: Processes, **variables: str) -> None:
        self.processes, self.variables, self.port = processes, variables, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.running: dict[str, Popen[bytes]] = {}
        self.clock = self.processes.start_clock()
        for name in ("web", "worker"):
            self.start(name)

    def start(self, name: str) -> None:
        commands = {
            "web": ("-m", "gunicorn", "config.wsgi:application", "-c", "config/gunicorn.py"),
            "worker": ("-m", "celery", "-A", "config", "worker", "--loglevel=INFO"),
        }
        variables = {"PORT": str(self.port), "WEB_CONCURRENCY": "1", **self.variables}
        self.running[name] = self.processes.start(*commands[name], **variables)
        if name == "web":
            wait_until(lambda: health(str(self.port)) == 200, PATIENCE_SECONDS, "the web process answers")

    def kill(self, name: str) -> None:
        kill_group(self.running[name])
        self.start(name)
