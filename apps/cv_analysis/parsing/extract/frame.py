"""The part of a PDF's page that is shown, and where things are in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that is shown, in points, and how often it is turned by 90 degrees clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    def upright(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """The box as the reader sees it, measured from the lower left corner of what is shown."""
        left, right, bottom, top = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        if self.turns == 0:
            return left, bottom, right, top
        if self.turns == 1:
            return bottom, width - right, top, width - left
        if self.turns == 2:
            return width - right, height - top, width - left, height - bottom
        return height - top, left, height - bottom, right

    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turns % 2 else (width, height)
