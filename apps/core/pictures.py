"""Pictures that people upload: made anew from their pixels, so that nothing else of the file survives."""

import io

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError

# Pixels of the stored picture's longer side, and of the largest that is opened at all.
STORED_PIXELS, MOST_PIXELS = 256, 20_000_000
MOST_BYTES = 2 * 1024 * 1024
FORMATS = ("PNG", "JPEG", "WEBP")


class PictureError(ProblemError):
    code = "picture-unusable"
    title = _("This picture cannot be used.")
    status = 422


def as_png(upload: "UploadedFile[bytes]", *, square: bool = False, refuse: type[PictureError] = PictureError) -> bytes:
    """Neither metadata nor anything else that a file may carry is kept; the middle of it where it has to be square."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 -- few requests need it

    if (upload.size or 0) > MOST_BYTES:
        raise refuse(_("It may have up to 2 MB. Save it smaller and choose it again."))
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise refuse(_("It has too many pixels. 256 by 256 are enough."))
            # Phones store how they were held beside the pixels.
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise refuse(_("Choose a PNG, JPEG or WebP picture that opens on your computer.")) from error
    if square:
        side = min(picture.size)
        picture = ImageOps.fit(picture, (min(side, STORED_PIXELS),) * 2)
    picture.thumbnail((STORED_PIXELS, STORED_PIXELS))
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
