"""System checks: what the papers need from the operating system."""

import sys
from typing import Any

from django.core.checks import CheckMessage, Warning

from documents.fonts import has_chinese_font, library

SUBSET_LIBRARIES = {"darwin": "libharfbuzz-subset.0.dylib", "win32": "harfbuzz-subset.dll"}
PANGO_LIBRARIES = {"darwin": "libpangoft2-1.0.0.dylib", "win32": "libpangoft2-1.0-0.dll"}


def check_fonts(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when the font subsetter or a Chinese font is missing: papers come out slowly or as empty boxes."""
    messages: list[CheckMessage] = []
    if not library(SUBSET_LIBRARIES.get(sys.platform, "libharfbuzz-subset.so.0")):
        messages.append(
            Warning(
                "libharfbuzz-subset is missing: a Chinese PDF takes seconds instead of a tenth of a second.",
                hint="apt install libharfbuzz-subset0",
                id="documents.W001",
            )
        )
    if not library(PANGO_LIBRARIES.get(sys.platform, "libpangoft2-1.0.so.0")):
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
