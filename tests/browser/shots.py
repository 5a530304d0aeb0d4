"""The pictures of the product on the landing page: one record, wide and as on a phone, light and dark."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, StorageState, ViewportSize

from tests.browser.product import PROJECT

FOLDER = PROJECT / "static" / "img" / "shots"
MOST_BYTES = 60_000
QUALITIES = (90, 82, 74, 66, 58, 50)
# Nearly as wide as the landing page shows it, so that its words are as large as the page's own.
WIDE: ViewportSize = {"width": 1200, "height": 750}
WIDE_SCALE = 1.2
NARROW: ViewportSize = {"width": 390, "height": 620}
NARROW_SCALE = 2


def photograph_record(browser: Browser, url: str, state: StorageState) -> None:
    """Write all four pictures of the page; `state` holds the cookies of somebody who may see it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for size, scale, ending in ((WIDE, WIDE_SCALE, ""), (NARROW, NARROW_SCALE, "-780")):
            context = browser.new_context(
                viewport=size,
                device_scale_factor=scale,
                color_scheme=scheme,
                reduced_motion="reduce",
                storage_state=state,
            )
            page = context.new_page()
            page.goto(url)
            page.evaluate("document.fonts.ready")
            write_webp(page.screenshot(), FOLDER / f"cv-{scheme}{ending}.webp")
            context.close()


def write_webp(png: bytes, file: Path) -> None:
    """In the best quality that keeps the picture light."""
    with Image.open(BytesIO(png)) as picture:
        for quality in QUALITIES:
            picture.convert("RGB").save(file, "WEBP", quality=quality, method=6)
            if file.stat().st_size < MOST_BYTES:
                return
    raise AssertionError(f"{file.name} is heavier than {MOST_BYTES} bytes even in the lowest quality")
