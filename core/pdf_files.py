"""PDFs as they come from banks, tax offices and scanners: whether one is whole, and opens without a password."""

import io
import logging
import re

from pypdf import PdfReader

OBJECT = re.compile(rb"[\r\n]\d+ \d+ obj\b")
END = 1024
"""So far from its end a PDF for the web, which says its length in front, has its last `%%EOF`."""
LENGTH = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d+)")

# What a file of others breaks of the standard is of no concern to whoever reads the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def is_whole(content: bytes) -> bool:
    """Whether the end is there: behind the last `%%EOF` may stand anything but a further part that was cut off."""
    end = content.rfind(b"%%EOF")
    if end < 0 or OBJECT.search(content, end):
        return False
    header = content.find(b"%PDF-")
    length = LENGTH.search(content, header, header + 2048)
    return length is None or end - header >= int(length[1]) - END


def needs_password(content: bytes) -> bool:
    """Whether it opens only with a password or a key. One that only forbids copying or printing opens.

    Of a file that is too odd to tell, it is assumed that it opens.
    """
    if b"/Encrypt" not in content:
        return False
    try:
        reader = PdfReader(io.BytesIO(content[content.find(b"%PDF-") :]))
        return reader.is_encrypted and not reader.decrypt("")
    except NotImplementedError:  # locked with the key of a certificate
        return True
    except Exception:  # whatever a broken file makes of its reader
        return False
