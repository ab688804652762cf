"""Bank slips of the demo: one page in a font that every reader brings along, as the slips of many banks are."""

import io
from collections.abc import Sequence

import pydyf

WIDTH, HEIGHT = 420, 298
"""Of the page (A6, lying), in points."""
LEFT, TOP, ROW, LABEL = 28, 232, 29, 88
"""Where the table begins, and how high a row and how wide a label is."""


def slip(rows: Sequence[tuple[str, str]]) -> bytes:
    """The slip that says this, label by label."""
    page = pydyf.Stream()
    _write(page, 160, 260, 15, "银行电子回单")
    page.set_line_width(0.5)
    for place, (label, value) in enumerate(rows):
        bottom = TOP - ROW * place - ROW + 20
        page.rectangle(LEFT, bottom, LABEL, ROW)
        page.rectangle(LEFT + LABEL, bottom, WIDTH - 2 * LEFT - LABEL, ROW)
        page.stroke()
        _write(page, LEFT + 6, bottom + 10, 10, label)
        _write(page, LEFT + LABEL + 6, bottom + 10, _size(value), value)
    _write(page, LEFT, 32, 8, "演示数据，不是真实的银行凭证。")
    return _document(page)


def _size(text: str) -> float:
    """As large as it fits into its cell; a Chinese character is as wide as it is high."""
    return min(10, (WIDTH - 2 * LEFT - LABEL - 12) / sum(1 if char > "\u2e7f" else 0.5 for char in text))


def _write(page: pydyf.Stream, x: float, y: float, size: float, text: str) -> None:
    page.begin_text()
    page.set_font_size("F1", size)
    page.set_text_matrix(1, 0, 0, 1, x, y)
    page.stream.append(f"<{text.encode('utf-16-be').hex()}> Tj".encode())
    page.end_text()


def _document(page: pydyf.Stream) -> bytes:
    pdf = pydyf.PDF()
    pdf.add_object(page)
    metrics = pydyf.Dictionary(
        {
            "Type": "/FontDescriptor", "FontName": "/STSong-Light", "Flags": 6, "FontBBox": "[-25 -254 1000 880]",
            "ItalicAngle": 0, "Ascent": 880, "Descent": -120, "CapHeight": 880, "StemV": 93,
        }
    )  # fmt: skip
    pdf.add_object(metrics)
    glyphs = pydyf.Dictionary(
        {
            "Type": "/Font", "Subtype": "/CIDFontType0", "BaseFont": "/STSong-Light",
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>",
            "FontDescriptor": metrics.reference, "DW": 1000, "W": "[1 95 500]",
        }
    )  # fmt: skip
    pdf.add_object(glyphs)
    font = pydyf.Dictionary(
        {
            "Type": "/Font", "Subtype": "/Type0", "BaseFont": "/STSong-Light-UniGB-UCS2-H",
            "Encoding": "/UniGB-UCS2-H", "DescendantFonts": pydyf.Array([glyphs.reference]),
        }
    )  # fmt: skip
    pdf.add_object(font)
    pdf.add_page(
        pydyf.Dictionary(
            {
                "Type": "/Page", "Parent": pdf.pages.reference, "Contents": page.reference,
                "MediaBox": pydyf.Array([0, 0, WIDTH, HEIGHT]),
                "Resources": pydyf.Dictionary({"Font": pydyf.Dictionary({"F1": font.reference})}),
            }
        )
    )  # fmt: skip
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()
