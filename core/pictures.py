"""Pictures as phones make them: whether one is whole, and a JPEG of it of a size for pages.

The original is kept as it came. What it takes to read one is bounded by its pixels, before any is read.
"""

import io
import math
import re
import threading

from django.utils.html import escape
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps
from PIL.AvifImagePlugin import AvifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif import HeifImageFile

READERS: dict[str, type[ImageFile.ImageFile]] = {
    "image/jpeg": JpegImageFile,
    "image/png": PngImageFile,
    "image/webp": WebPImageFile,
    "image/heic": HeifImageFile,
    "image/avif": AvifImageFile,
}
"""Each kind is read by its own reader and by no other; of several pictures in a JPEG (MPO) it reads the first."""

MAX_PIXELS = 100_000_000
"""What is unpacked as a whole: 400 MB at most."""
MAX_PIXELS_IN_STEPS = 256_000_000
"""A JPEG written line by line is unpacked at an eighth of its width and height, so a camera of 200 megapixels is fine."""

SHORT_SIDE = 2_000
SHOWN_PIXELS = 16_000_000
LONG_SIDE = 60_000
"""A picture in a page: its shorter side, its pixels, and what a JPEG can have at all."""

# One at a time in a process: what several would take together is not there on a small server.
_one_at_a_time = threading.Lock()


class TooManyPixels(Exception):
    """A picture is larger than can be unpacked safely. Its arguments are its pixels and the most that are taken."""


class Broken(Exception):
    """A picture is cut off or damaged."""


MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
START, END = 0xD8, 0xD9
"""Markers of a JPEG; all others but these are followed by the length of their part."""


def check_picture(content: bytes, content_type: str) -> bool:
    """Read the whole picture; can a page show it? Of a JPEG too large to be unpacked only its end is looked for: it is
    kept, and pages show `too_large` in its place.

    Raises `Broken`, or of another kind `TooManyPixels`.
    """
    try:
        _read(content, content_type)
    except TooManyPixels:
        if content_type != "image/jpeg":
            raise
        if not _has_end(content):
            raise Broken from None
        return False
    return True


def _has_end(jpeg: bytes) -> bool:
    """Goes from part to part, so that the end of a picture within (a thumbnail) is not taken for its own."""
    at = 0
    while found := MARKER.search(jpeg, at):
        at, marker = found.end(), found[1][0]
        if marker == END:
            return True
        if marker != START:
            at += max(2, int.from_bytes(jpeg[at : at + 2], "big"))
    return False


def too_large(pixels: int) -> bytes:
    """What is shown in the place of a picture too large to be unpacked: an SVG that says so."""
    text = _("%(count)d megapixels: too large to be shown here. Fetch the original.")
    said = escape(text % {"count": round(pixels / 1_000_000)})
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 120" width="640" height="120">'
        '<rect width="640" height="120" fill="#fff"/>'
        f'<text x="320" y="66" font-family="sans-serif" font-size="18" fill="#222" text-anchor="middle">{said}</text></svg>'
    ).encode()


def for_page(content: bytes, content_type: str) -> bytes:
    """The picture upright as a JPEG of a size for pages; long screenshots stay readable.

    Raises `Broken` or `TooManyPixels`.
    """
    picture = _read(content, content_type)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _read(content: bytes, content_type: str) -> Image.Image:
    with _one_at_a_time:
        try:
            with READERS[content_type](io.BytesIO(content)) as image:
                _check_pixels(image)
                size = _shown_size(*image.size)
                image.draft("RGB", size)
                image.load()
                upright = ImageOps.exif_transpose(image)
                turned = size if (upright.width > upright.height) == (size[0] > size[1]) else size[::-1]
                upright.thumbnail(turned, reducing_gap=2.0)
                return _on_white(upright)
        except TooManyPixels:
            raise
        except Exception as error:  # whatever a broken picture makes of its reader
            raise Broken from error


def _check_pixels(image: ImageFile.ImageFile) -> None:
    pixels = image.width * image.height
    in_steps = isinstance(image, JpegImageFile) and not image.info.get("progressive")
    limit = MAX_PIXELS_IN_STEPS if in_steps else MAX_PIXELS
    if pixels > limit:
        raise TooManyPixels(pixels, limit)


def _shown_size(width: int, height: int) -> tuple[int, int]:
    factor = min(
        1.0,
        SHORT_SIDE / min(width, height),
        math.sqrt(SHOWN_PIXELS / (width * height)),
        LONG_SIDE / max(width, height),
    )
    return max(1, round(width * factor)), max(1, round(height * factor))


def _on_white(image: Image.Image) -> Image.Image:
    """Eight bits a colour and no transparency, which a JPEG does not have: a scan of a seal stands on white."""
    if image.mode.startswith("I"):
        image = image.point(lambda grey: grey * (1 / 256)).convert("L")
    if "transparency" not in image.info and "A" not in image.mode:
        return image.convert("RGB")
    image = image.convert("RGBA")
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white
