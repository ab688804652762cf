"""Static files as they are collected: what a style sheet imports in its place, without comments and blanks, compressed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from rcssmin import cssmin
from rjsmin import jsmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN = settings.BASE_DIR / "static"
IMPORT = re.compile(r'@import "(?P<name>[^"]+)"(?: (?P<media>[^;]+))?;')


class SmallStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Sends the own style sheets and scripts smaller than they are written; those of libraries as they come."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Make them small before they are named by what is in them."""
        if not dry_run:
            for name, (source, _path) in list(paths.items()):
                if Path(source.location) == OWN and name.endswith((".css", ".js")):
                    Path(self.path(name)).write_text(small(OWN / name))
                    paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)


def small(path: Path) -> str:
    """A style sheet, with what it imports in its place, or a script, without comments and blanks."""
    text = path.read_text()
    return jsmin(text) if path.suffix == ".js" else cssmin(_with_imports(text, path.parent))


def _with_imports(text: str, folder: Path) -> str:
    def imported(found: re.Match[str]) -> str:
        inner = _with_imports((folder / found["name"]).read_text(), folder)
        return f"@media {found['media']} {{ {inner} }}" if found["media"] else inner

    return IMPORT.sub(imported, text)
