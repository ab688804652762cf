"""The kinds of files people hand in, told by the content alone: which are taken, and the way out for the others.

A kind that is taken later (recordings, OFD, old office files) becomes so by `taken=True` in its row.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

HEADER_WITHIN = 1024
"""A PDF may begin with so many bytes of something else; readers look no further for `%PDF-`."""

OPEN_XML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """One kind of file. `name` is how a message calls it; `advice` the way out where it is not taken."""

    code: str
    name: Any
    suffix: str
    content_type: str
    family: Literal["document", "picture", "office", "audio", "video", "text", "archive", "program"]
    taken: bool = False
    in_page: bool = False
    """A browser shows it inside a page; anything else is downloaded."""
    advice: Any = ""


TO_JPEG = _("Save it as JPEG or PNG, or take a screenshot, and hand in that.")
TO_PDF = _("Print it into a PDF and hand in that.")
TO_OFFICE = _("Save it as DOCX, XLSX or PDF and hand in that.")
WITHOUT_MACROS = _("Save it without macros, as DOCX, XLSX or PDF, and hand in that.")
NO_RECORDINGS = _("Keep the original, and hand in what is said or seen in it as a PDF or as pictures.")
UNPACK = _("Unpack it and hand in the files that are in it.")
NO_PROGRAMS = _("Programs are not taken.")

KINDS = {
    kind.code: kind
    for kind in (
        FileKind("pdf", "PDF", ".pdf", "application/pdf", "document", taken=True, in_page=True),
        FileKind("jpeg", "JPEG", ".jpg", "image/jpeg", "picture", taken=True, in_page=True),
        FileKind("png", "PNG", ".png", "image/png", "picture", taken=True, in_page=True),
        FileKind("webp", "WebP", ".webp", "image/webp", "picture", taken=True, in_page=True),
        FileKind("heic", "HEIC", ".heic", "image/heic", "picture", taken=True),
        FileKind("avif", "AVIF", ".avif", "image/avif", "picture", taken=True),
        FileKind("gif", "GIF", ".gif", "image/gif", "picture", advice=TO_JPEG),
        FileKind("bmp", "BMP", ".bmp", "image/bmp", "picture", advice=TO_JPEG),
        FileKind("tiff", "TIFF", ".tif", "image/tiff", "picture", advice=TO_JPEG),
        FileKind("svg", "SVG", ".svg", "image/svg+xml", "picture", advice=TO_JPEG),
        FileKind("docx", "DOCX", ".docx", f"{OPEN_XML}wordprocessingml.document", "office", taken=True),
        FileKind("xlsx", "XLSX", ".xlsx", f"{OPEN_XML}spreadsheetml.sheet", "office", taken=True),
        FileKind(
            "docm",
            _("a Word file with macros (DOCM)"),
            ".docm",
            "application/vnd.ms-word.document.macroEnabled.12",
            "office",
            advice=WITHOUT_MACROS,
        ),
        FileKind(
            "xlsm",
            _("an Excel file with macros (XLSM)"),
            ".xlsm",
            "application/vnd.ms-excel.sheet.macroEnabled.12",
            "office",
            advice=WITHOUT_MACROS,
        ),
        FileKind(
            "pptm",
            _("a presentation with macros (PPTM)"),
            ".pptm",
            "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
            "office",
            advice=TO_PDF,
        ),
        FileKind(
            "dotx",
            _("a Word template (DOTX)"),
            ".dotx",
            f"{OPEN_XML}wordprocessingml.template",
            "office",
            advice=TO_OFFICE,
        ),
        FileKind(
            "xltx",
            _("an Excel template (XLTX)"),
            ".xltx",
            f"{OPEN_XML}spreadsheetml.template",
            "office",
            advice=TO_OFFICE,
        ),
        FileKind(
            "xlsb",
            _("a binary Excel file (XLSB)"),
            ".xlsb",
            "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
            "office",
            advice=TO_OFFICE,
        ),
        FileKind(
            "pptx",
            _("a presentation (PPTX)"),
            ".pptx",
            f"{OPEN_XML}presentationml.presentation",
            "office",
            advice=TO_PDF,
        ),
        FileKind(
            "doc", _("an old Word file (DOC, WPS)"), ".doc", "application/msword", "office", advice=TO_OFFICE
        ),
        FileKind(
            "xls",
            _("an old Excel file (XLS, ET)"),
            ".xls",
            "application/vnd.ms-excel",
            "office",
            advice=TO_OFFICE,
        ),
        FileKind(
            "ppt",
            _("an old presentation (PPT, DPS)"),
            ".ppt",
            "application/vnd.ms-powerpoint",
            "office",
            advice=TO_PDF,
        ),
        FileKind(
            "locked_office",
            _("an office file that needs a password to open"),
            ".docx",
            "application/x-ole-storage",
            "office",
            advice=_("Open it, save it without a password, and hand in that."),
        ),
        FileKind(
            "msg", _("an Outlook message (MSG)"), ".msg", "application/vnd.ms-outlook", "text", advice=TO_PDF
        ),
        FileKind(
            "ole", _("an old office file"), ".ole", "application/x-ole-storage", "office", advice=TO_OFFICE
        ),
        FileKind(
            "odf",
            _("an OpenDocument file"),
            ".odt",
            "application/vnd.oasis.opendocument.text",
            "office",
            advice=TO_OFFICE,
        ),
        FileKind("rtf", "RTF", ".rtf", "application/rtf", "office", advice=TO_OFFICE),
        FileKind(
            "ofd",
            "OFD",
            ".ofd",
            "application/ofd",
            "document",
            advice=_("Open it in its reader, save it as PDF, and hand in that."),
        ),
        FileKind("mp3", _("a sound recording (MP3)"), ".mp3", "audio/mpeg", "audio", advice=NO_RECORDINGS),
        FileKind("m4a", _("a sound recording (M4A)"), ".m4a", "audio/mp4", "audio", advice=NO_RECORDINGS),
        FileKind("aac", _("a sound recording (AAC)"), ".aac", "audio/aac", "audio", advice=NO_RECORDINGS),
        FileKind("wav", _("a sound recording (WAV)"), ".wav", "audio/wav", "audio", advice=NO_RECORDINGS),
        FileKind("amr", _("a sound recording (AMR)"), ".amr", "audio/amr", "audio", advice=NO_RECORDINGS),
        FileKind("silk", _("a voice message (SILK)"), ".silk", "audio/silk", "audio", advice=NO_RECORDINGS),
        FileKind("ogg", _("a sound recording (OGG)"), ".ogg", "audio/ogg", "audio", advice=NO_RECORDINGS),
        FileKind("flac", _("a sound recording (FLAC)"), ".flac", "audio/flac", "audio", advice=NO_RECORDINGS),
        FileKind("mp4", _("a video (MP4)"), ".mp4", "video/mp4", "video", advice=NO_RECORDINGS),
        FileKind("mov", _("a video (MOV)"), ".mov", "video/quicktime", "video", advice=NO_RECORDINGS),
        FileKind("avi", _("a video (AVI)"), ".avi", "video/x-msvideo", "video", advice=NO_RECORDINGS),
        FileKind("mkv", _("a video (MKV, WebM)"), ".mkv", "video/x-matroska", "video", advice=NO_RECORDINGS),
        FileKind("wmv", _("a video (WMV)"), ".wmv", "video/x-ms-wmv", "video", advice=NO_RECORDINGS),
        FileKind("eml", _("an e-mail (EML)"), ".eml", "message/rfc822", "text", advice=TO_PDF),
        FileKind("html", _("a web page (HTML)"), ".html", "text/html", "text", advice=TO_PDF),
        FileKind(
            "xml",
            _("an XML file"),
            ".xml",
            "application/xml",
            "text",
            advice=_("Of an electronic invoice, hand in the PDF."),
        ),
        FileKind("txt", _("a text file"), ".txt", "text/plain", "text", advice=TO_PDF),
        FileKind("zip", _("an archive (ZIP)"), ".zip", "application/zip", "archive", advice=UNPACK),
        FileKind("rar", _("an archive (RAR)"), ".rar", "application/vnd.rar", "archive", advice=UNPACK),
        FileKind("7z", _("an archive (7Z)"), ".7z", "application/x-7z-compressed", "archive", advice=UNPACK),
        FileKind("tar", _("an archive (TAR)"), ".tar", "application/x-tar", "archive", advice=UNPACK),
        FileKind("gz", _("an archive (GZ)"), ".gz", "application/gzip", "archive", advice=UNPACK),
        FileKind(
            "apk", _("an app (APK, JAR)"), ".apk", "application/java-archive", "program", advice=NO_PROGRAMS
        ),
        FileKind(
            "exe",
            pgettext_lazy("file", "a program"),
            ".exe",
            "application/octet-stream",
            "program",
            advice=NO_PROGRAMS,
        ),
    )
}

TAKEN = [kind for kind in KINDS.values() if kind.taken]
SHOWN_IN_PAGE = frozenset(kind.content_type for kind in TAKEN if kind.in_page)
PICTURES = frozenset(kind.content_type for kind in TAKEN if kind.family == "picture")
"""What is shown as a picture, made into a JPEG of a size for pages (`core.pictures`)."""

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"\xff\xf1", "aac"),
    (b"\xff\xf9", "aac"),
    (b"#!AMR", "amr"),
    (b"#!SILK", "silk"),
    (b"\x02#!SILK", "silk"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"0&\xb2u\x8ef\xcf\x11", "wmv"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\x7fELF", "exe"),
)
"""How a file of a kind begins. What needs a second look is in `_by_its_first_bytes`."""

IN_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
IN_OLE = {
    "EncryptedPackage": "locked_office",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__substg1.0": "msg",
}
MAIN_PARTS = {
    b"wordprocessingml.document.main": "docx",
    b"wordprocessingml.template.main": "dotx",
    b"spreadsheetml.sheet.main": "xlsx",
    b"spreadsheetml.template.main": "xltx",
    b"presentationml.": "pptx",
    b"ms-excel.sheet.binary": "xlsb",
}
"""What `[Content_Types].xml` of an office file says of its main part."""
IN_ZIP = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "xl/workbook.bin": "xlsb",
    "ppt/presentation.xml": "pptx",
    "OFD.xml": "ofd",
    "mimetype": "odf",
    "AndroidManifest.xml": "apk",
    "META-INF/MANIFEST.MF": "apk",
}
WITH_MACROS = {"docx": "docm", "dotx": "docm", "xlsx": "xlsm", "xltx": "xlsm", "pptx": "pptm"}
CONTENT_TYPES_MAX = 256 * 1024
"""No more is read of the list of parts of an office file, so that none swells."""
MAIL_HEADER = re.compile(rb"(?im)\A(?:[a-z][a-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")


FAMILIES = {
    "picture": _("Picture (%(kind)s)"),
    "document": _("Document (%(kind)s)"),
    "office": _("Office file (%(kind)s)"),
}
"""How a page calls the files that are taken."""


def described(content_type: str) -> str:
    """What kind of file this is, in words; empty where it is none that is taken."""
    kind = next((kind for kind in KINDS.values() if kind.taken and kind.content_type == content_type), None)
    return str(FAMILIES[kind.family]) % {"kind": kind.name} if kind else ""


class Damaged(Exception):
    """A file is of a kind, but cut off or broken. Its argument is the `FileKind`."""


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a file by what is in it, None where it cannot be told.

    Raises `Damaged` where the parts of an archive or office file cannot even be listed.
    """
    code = _by_its_first_bytes(content) or _pdf(content) or _text(content)
    return KINDS[code] if code else None


def _by_its_first_bytes(content: bytes) -> str | None:
    for beginning, code in BEGINNINGS:
        if content.startswith(beginning):
            return code
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _in_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((code for name, code in IN_OLE.items() if name.encode("utf-16-le") in content), "ole")
    if content.startswith(b"RIFF"):
        return IN_RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _in_mp4(content)
    if content[257:262] == b"ustar":
        return "tar"
    if content.startswith(b"BM") and content[6:10] == b"\0\0\0\0":
        return "bmp"
    return "exe" if content.startswith(b"MZ") and b"\0" in content[:64] else None


def _in_mp4(content: bytes) -> str:
    """Of the family of MP4, by the brands it names."""
    length = int.from_bytes(content[:4], "big")
    major, rest = content[8:12], content[16 : max(16, min(length, 256))]
    brands = {major, *(rest[place : place + 4] for place in range(0, len(rest), 4))}
    if {b"avif", b"avis"} & brands:
        return "avif"
    if HEIF_BRANDS & brands:
        return "heic"
    if major.startswith((b"M4A", b"M4B")):
        return "m4a"
    return "mov" if major == b"qt  " else "mp4"


def _in_zip(content: bytes) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = set(archive.namelist())
        parts = b""
        if "[Content_Types].xml" in names:
            with archive.open("[Content_Types].xml") as file:
                parts = file.read(CONTENT_TYPES_MAX)
    except Exception as error:  # a broken directory raises more than BadZipFile
        raise Damaged(KINDS[_in_cut_zip(content)]) from error
    by_type: Iterable[str] = (code for part, code in MAIN_PARTS.items() if part in parts)
    by_name: Iterable[str] = (code for name, code in IN_ZIP.items() if name in names)
    code = next(iter([*by_type, *by_name]), "zip")
    if b"macroEnabled.main" in parts or any(name.endswith("vbaProject.bin") for name in names):
        return WITH_MACROS.get(code, code)
    return code


LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
FOLDERS = {b"word/": "docx", b"xl/": "xlsx", b"ppt/": "pptx"}


def _in_cut_zip(content: bytes) -> str:
    """What an archive whose directory is lost was, by the parts that are there: each begins with its name."""
    names = [
        content[found.end() : found.end() + int.from_bytes(found[1], "little")]
        for found in LOCAL_HEADER.finditer(content)
    ]
    for folder, code in FOLDERS.items():
        if any(name.startswith(folder) for name in names):
            return code
    is_office = b"[Content_Types].xml" in names[:1]
    return _by_list_of_parts(content) if is_office else "zip"


def _by_list_of_parts(content: bytes) -> str:
    """The same where no more than the list of parts is there."""
    header = LOCAL_HEADER.match(content)
    assert header is not None
    start = header.end() + int.from_bytes(header[1], "little") + int.from_bytes(content[28:30], "little")
    try:
        parts = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content[start:], CONTENT_TYPES_MAX)
    except zlib.error:
        return "zip"
    return next((code for part, code in MAIN_PARTS.items() if part in parts), "zip")


def _pdf(content: bytes) -> str | None:
    return "pdf" if b"%PDF-" in content[:HEADER_WITHIN] else None


def _text(content: bytes) -> str | None:
    """A kind of text, where all of the beginning is text in the usual encodings of China."""
    beginning = content[:4096]
    if b"\0" in beginning and not beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    encoding = "utf-16" if beginning.startswith((b"\xff\xfe", b"\xfe\xff")) else "gb18030"
    if not any(_decodes(beginning[: len(beginning) - cut], encoding) for cut in range(4)) and not any(
        _decodes(beginning[: len(beginning) - cut], "utf-8") for cut in range(4)
    ):
        return None
    start = beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith((b"<?xml", b"<")):
        return "svg" if b"<svg" in start else "xml"
    return "eml" if MAIL_HEADER.match(beginning.replace(b"\r\n", b"\n")) else "txt"


def _decodes(text: bytes, encoding: str) -> bool:
    try:
        decoded = text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not any(ord(char) < 32 and char not in "\t\r\n\f\x1b" for char in decoded)
