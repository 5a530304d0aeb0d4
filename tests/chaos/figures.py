"""What a fault was seen to do, beside what it may do at most."""

from dataclasses import dataclass, field

UNITS = {"s": "{:.1f} s", "ms": "{:.0f} ms", "MB": "{:.0f} MB", "%": "{:.1f} %", "": "{:,}"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; nothing is demanded of one without a demand."""

    fault: str
    what: str
    measured: str
    demand: str
    is_met: bool


@dataclass(slots=True)
class Figures:
    """The figures of one fault, in the order in which they were taken."""

    fault: str
    taken: list[Figure] = field(default_factory=list)
    # Lines that stand below the table.
    beside: list[str] = field(default_factory=list)

    def exactly(self, what: str, measured: int, demanded: int) -> None:
        self._note(what, f"{measured:,}", f"{demanded:,}", is_met=measured == demanded)

    def at_most(self, what: str, measured: float, most: float, unit: str = "") -> None:
        self._note(what, shown(measured, unit), f"<= {shown(most, unit)}", is_met=measured <= most)

    def at_least(self, what: str, measured: float, least: float, unit: str = "") -> None:
        self._note(what, shown(measured, unit), f">= {shown(least, unit)}", is_met=measured >= least)

    def words(self, what: str, measured: str, demanded: str) -> None:
        self._note(what, measured, demanded, is_met=measured == demanded)

    def seen(self, what: str, measured: float, unit: str = "") -> None:
        """What is worth knowing and has no limit."""
        self._note(what, shown(measured, unit), "", is_met=True)

    def missed(self) -> list[Figure]:
        return [figure for figure in self.taken if not figure.is_met]

    def _note(self, what: str, measured: str, demand: str, *, is_met: bool) -> None:
        self.taken.append(Figure(self.fault, what, measured, demand, is_met))


def shown(number: float, unit: str) -> str:
    return UNITS[unit].format(number)


def table(figures: list[Figure]) -> list[str]:
    """Lines of a Markdown table."""
    heads = ("Fault", "Figure", "Measured", "Demand", "")
    rows, last = [], ""
    for one in figures:
        mark = ("met" if one.demand else "") if one.is_met else "MISSED"
        rows.append((one.fault if one.fault != last else "", one.what, one.measured, one.demand, mark))
        last = one.fault
    widths = [max(len(row[place]) for row in (heads, *rows)) for place in range(len(heads))]
    lines = [heads, tuple("-" * width for width in widths), *rows]
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return [f"| {' | '.join(cells)} |" for cells in padded]
