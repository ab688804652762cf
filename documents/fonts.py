"""What the fonts of this server can print, asked of fontconfig, which chooses the fonts of papers too."""

import ctypes
import sys
import unicodedata
from functools import cache

FONTCONFIG_LIBRARIES = {"darwin": "libfontconfig.1.dylib", "win32": "libfontconfig-1.dll"}


def library(name: str) -> ctypes.CDLL | None:
    """A library of the operating system, None where it is not installed."""
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font that covers simplified Chinese; False when there is no fontconfig."""
    fontconfig = _fontconfig()
    if fontconfig is None:
        return False
    found = fontconfig.FcFontList(
        None, fontconfig.FcNameParse(b":lang=zh-cn"), fontconfig.FcObjectSetCreate()
    )
    return bool(found) and found.contents.count > 0


def is_printable(char: str) -> bool:
    """Whether some font has the character, or it needs none: a space, a mark of direction, a choice of variant.

    Where fontconfig cannot be asked, everything is.
    """
    if (
        char < "\x7f"
        or unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        or _chooses_variant(char)
    ):
        return True
    covered = _covered()
    return covered is None or bool(_fontconfig().FcCharSetHasChar(covered, ord(char)))  # type: ignore[union-attr]


def _chooses_variant(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


class _FontSet(ctypes.Structure):
    _fields_ = (
        ("count", ctypes.c_int),
        ("room", ctypes.c_int),
        ("fonts", ctypes.POINTER(ctypes.c_void_p)),
    )


@cache
def _fontconfig() -> ctypes.CDLL | None:
    """The library with the types of what is called here; what it gives lives as long as the process."""
    found = library(FONTCONFIG_LIBRARIES.get(sys.platform, "libfontconfig.so.1"))
    if found is None:
        return None
    for name in ("FcNameParse", "FcPatternCreate", "FcObjectSetCreate", "FcCharSetCreate"):
        getattr(found, name).restype = ctypes.c_void_p
    found.FcNameParse.argtypes = [ctypes.c_char_p]
    found.FcObjectSetAdd.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    found.FcFontList.argtypes = [ctypes.c_void_p] * 3
    found.FcFontList.restype = ctypes.POINTER(_FontSet)
    found.FcPatternGetCharSet.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    found.FcCharSetMerge.argtypes = [ctypes.c_void_p] * 3
    found.FcCharSetHasChar.argtypes = [ctypes.c_void_p, ctypes.c_uint32]
    return found


@cache
def _covered() -> ctypes.c_void_p | None:
    """All characters of all fonts, as a set of fontconfig; None where there is no fontconfig or no font."""
    fontconfig = _fontconfig()
    if fontconfig is None:
        return None
    asked = fontconfig.FcObjectSetCreate()
    fontconfig.FcObjectSetAdd(asked, b"charset")
    found = fontconfig.FcFontList(None, fontconfig.FcPatternCreate(), asked)
    if not found or not found.contents.count:
        return None
    covered = ctypes.c_void_p(fontconfig.FcCharSetCreate())
    for place in range(found.contents.count):
        one = ctypes.c_void_p()
        if fontconfig.FcPatternGetCharSet(found.contents.fonts[place], b"charset", 0, ctypes.byref(one)) == 0:
            fontconfig.FcCharSetMerge(covered, one, None)
    return covered
