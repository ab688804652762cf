"""Photos of phones: handed in as they come, seen on the page whatever the browser makes of the original."""

from collections.abc import Callable
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.pages import expect_shown, field, follow, path, picture, press, section, zh
from tests.e2e.seed import GROUP_NUMBER


def heic(at: Path) -> None:
    with Image.open(picture(at.with_suffix(".png"), "HEIC")) as image:
        pillow_heif.from_pillow(image).save(at)


def mpo(at: Path) -> None:
    with Image.open(picture(at.with_suffix(".png"), "MPO")) as image:
        image.save(at, "MPO", save_all=True, append_images=[image.reduce(2)])


@pytest.mark.parametrize(("name", "made"), [("苹果照片.heic", heic), ("人像.jpg", mpo)])
def test_photo_is_seen_and_its_original_can_be_fetched(
    clerk: Page, tmp_path: Path, name: str, made: Callable[[Path], None]
) -> None:
    made(tmp_path / name)
    original = (tmp_path / name).read_bytes()
    clerk.goto(f"/cases/?q={GROUP_NUMBER}")
    case = path(clerk)
    follow(section(clerk, "files"), "Add files")
    field(clerk, "Files").set_input_files(tmp_path / name)
    press(clerk.get_by_role("main"), "Add files")
    row = section(clerk, "files").locator("tr", has_text=name)

    link = row.get_by_role("link", name=zh("Original", "file"), exact=True)
    assert clerk.request.get(link.get_attribute("href")).body() == original
    row.get_by_role("link", name=name, exact=True).click()
    expect_shown(clerk.locator("img"))

    clerk.goto(case)
    follow(section(clerk, "files"), "Add files")
    field(clerk, "Files").set_input_files(tmp_path / name)
    press(clerk.get_by_role("main"), "Add files")
    expect(
        section(clerk, "files").locator("tr", has_text=zh("same file as %(title)s") % {"title": name})
    ).to_have_count(1)
