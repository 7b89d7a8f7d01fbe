"""No text is cut and no page is wider than its window, from a telephone to a wall."""

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit, every_page

pytestmark = pytest.mark.slow

WIDTHS: Final = {375: 812, 800: 1100, 1024: 768, 1366: 768, 1920: 1080}
CUT: Final = """() => {
  const cut = [];
  const own = (box) => [...box.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const scrolls = (box) => ["auto", "scroll"].includes(getComputedStyle(box).overflowX);
  const hidden = (box) => ["hidden", "clip"].includes(getComputedStyle(box).overflowX);
  for (const box of document.querySelectorAll("[data-testid=stApp] *")) {
    if (!own(box) || !box.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(box);
    const text = range.getBoundingClientRect();
    if (text.width < 2 || text.height < 2) continue;
    let left = -1, right = innerWidth + 1, inside = false;
    for (let outer = box; outer && outer !== document.body; outer = outer.parentElement) {
      const around = outer.getBoundingClientRect();
      if (around.width <= 1 || around.height <= 1) { inside = true; break; }  // for screen readers only
      if (scrolls(outer) && outer.scrollWidth > outer.clientWidth + 1) { inside = true; break; }
      if (!hidden(outer)) continue;
      left = Math.max(left, around.left - 2);
      right = Math.min(right, around.right + 2);
    }
    if (!inside && (text.left < left || text.right > right))
      cut.push(`${box.textContent.trim().slice(0, 40)} (${box.tagName}.${box.className?.baseVal ?? box.className})`);
  }
  const page = document.scrollingElement, main = document.querySelector("[data-testid=stMain]");
  for (const box of [page, main])
    if (box.scrollWidth > box.clientWidth + 1) cut.push(`${box.tagName}: ${box.scrollWidth} px in ${box.clientWidth}`);
  return [...new Set(cut)];
}"""
"""Texts whose letters lie outside the window or outside a box that hides what runs over; what scrolls by itself may."""


def cut_texts(page: Page, width: int) -> list[str]:
    """The texts of a page that are cut in a window of this width."""
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.wait_for_timeout(300)
    found: list[str] = page.evaluate(CUT)
    return [f"{width}: {text}" for text in found]


@every_page("zh-light-wide", "en-dark-wide")
def test_nothing_is_cut_at_any_width(shown: Visit) -> None:
    found = [text for width in WIDTHS for text in cut_texts(shown.page, width)]
    shown.page.set_viewport_size({"width": 1366, "height": 768})
    assert found == []
