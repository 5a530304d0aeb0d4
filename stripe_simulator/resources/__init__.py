"""What the API has, one file for each kind of thing."""

import importlib
import pkgutil

from stripe_simulator.routing import ROUTES

__all__ = ["ROUTES", "load"]


def load() -> None:
    """Import all of them, so that their routes are known."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
