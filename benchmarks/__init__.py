"""One file per claimed figure; each measures its peer in the same run. `manage.py bench [NAME…]` runs them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value beside its peer's; `ratio` is value / peer_value, both in `unit`."""

    name: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None

    @property
    def ratio(self) -> float | None:
        return round(self.value / self.peer_value, 3) if self.peer_value else None
