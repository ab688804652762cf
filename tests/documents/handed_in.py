"""Files as people hand them in: made here, of every kind."""

import io
import zipfile

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(form: str = "PNG", size: tuple[int, int] = (64, 64), **how) -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", size, "red")
    if form == "HEIF":
        pillow_heif.from_pillow(image).save(out, **how)
    else:
        image.save(out, form, **how)
    return out.getvalue()


def mpo() -> bytes:
    """A JPEG with a second one inside, as phones write portraits and HDR pictures."""
    return picture("MPO", save_all=True, append_images=[Image.new("RGB", (32, 32), "blue")])


def motion_photo() -> bytes:
    """A JPEG with the video of its second behind it."""
    return picture("JPEG") + b"\0\0\0\x18ftypmp42\0\0\0\0" + b"\0" * 4096


def archive(*names: str, content: bytes = b"<x/>", **parts: str) -> bytes:
    """A zip file with these names in it; `types` is what its list of parts says."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
        if "types" in parts:
            made.writestr("[Content_Types].xml", parts["types"])
    return out.getvalue()


def locked_pdf(password: str, algorithm: str = "AES-256") -> bytes:
    """A PDF whose owner forbids changes; it opens with the password, or freely where that is empty."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt(password, "owner", algorithm=algorithm)
    writer.write(out)
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """An old office file with these streams in its directory."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + b"".join(s.encode("utf-16-le") for s in streams)
    )
