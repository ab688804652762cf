"""System checks: what the papers need from the operating system."""

import ctypes
import sys
from typing import Any

from django.core.checks import CheckMessage, Warning

SUBSET_LIBRARIES = {"darwin": "libharfbuzz-subset.0.dylib", "win32": "harfbuzz-subset.dll"}
PANGO_LIBRARIES = {"darwin": "libpangoft2-1.0.0.dylib", "win32": "libpangoft2-1.0-0.dll"}
FONTCONFIG_LIBRARIES = {"darwin": "libfontconfig.1.dylib", "win32": "libfontconfig-1.dll"}


def check_fonts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when the font subsetter or a Chinese font is missing: papers come out slowly or as empty boxes."""
    messages: list[CheckMessage] = []
    if not _library(SUBSET_LIBRARIES.get(sys.platform, "libharfbuzz-subset.so.0")):
        messages.append(
            Warning(
                "libharfbuzz-subset is missing: a Chinese PDF takes seconds instead of a tenth of a second.",
                hint="apt install libharfbuzz-subset0",
                id="documents.W001",
            )
        )
    if not _library(PANGO_LIBRARIES.get(sys.platform, "libpangoft2-1.0.so.0")):
        messages.append(
            Warning(
                "Pango is missing: papers cannot be made.",
                hint="apt install libpango-1.0-0 libpangoft2-1.0-0",
                id="documents.W003",
            )
        )
    if not has_chinese_font():
        messages.append(
            Warning(
                "No font with simplified Chinese is installed: papers would show empty boxes.",
                hint="apt install fonts-noto-cjk",
                id="documents.W002",
            )
        )
    return messages


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font that covers simplified Chinese; False when there is no fontconfig."""
    fontconfig = _library(FONTCONFIG_LIBRARIES.get(sys.platform, "libfontconfig.so.1"))
    if fontconfig is None:
        return False
    fontconfig.FcNameParse.restype = ctypes.c_void_p
    fontconfig.FcObjectSetCreate.restype = ctypes.c_void_p
    fontconfig.FcFontList.argtypes = [ctypes.c_void_p] * 3
    # An FcFontSet starts with its number of fonts; the few bytes it takes live as long as the process.
    fontconfig.FcFontList.restype = ctypes.POINTER(ctypes.c_int)
    found = fontconfig.FcFontList(
        None, fontconfig.FcNameParse(b":lang=zh-cn"), fontconfig.FcObjectSetCreate()
    )
    return bool(found) and found[0] > 0


def _library(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None
