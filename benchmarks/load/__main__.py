"""Starts a product of its own and measures it: `python -m benchmarks.load`, which `make load` runs.

LOAD_SECONDS (60) is how long the mix lasts, all other parts are shares of it; LOAD_TENANTS (10,100,300) are the numbers
of workspaces; WEB_CONCURRENCY (one for each core, at most 2) is how many web processes there are.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.product import PROJECT, running_product

MOST_PROCESSES = 2
MEASURE = "import sys, django; django.setup(); from benchmarks.load.measure import main; sys.exit(main())"


def main() -> int:
    """Settings are read once, so what measures is a process that begins when the product's engines run."""
    os.environ.setdefault("WEB_CONCURRENCY", str(min(MOST_PROCESSES, os.cpu_count() or 1)))
    with (
        TemporaryDirectory(prefix="rostrum-load-") as folder,
        running_product(Path(folder) / "home", pseudo_locales=False) as product,
    ):
        own = {"ROSTRUM_HOME": str(product.home), "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-c", MEASURE]
        return subprocess.run(command, cwd=PROJECT, env={**os.environ, **own}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
