"""The page in a real browser: Debian's chromium, driven without a window.

Skipped, and said so, where the extra `browser` or chromium is missing: `pip install -e '.[test,browser]'` and
`apt-get install chromium` bring both.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from summarize.records import Report
from summarize.report import write_file
from summarize.report.citations import cited_sentences
from tests.reports import case, filled, sample

playwright = pytest.importorskip("playwright.sync_api", reason="the extra browser is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="chromium is not installed (apt-get install chromium)")

USUAL = {"width": 1280, "height": 720}
WIDTHS = (320, 360, 699, 700, 768, 1440, 3840)
HOSTILE = (
    " ".join(row["text"] for row in case("report_hostile.yaml"))
    + ' "><img src=x onerror=alert(1)> '
    + "w" * 300
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the browser once."""
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def tab(browser: Any) -> Any:
    """A page for all visits: another one, with its processes, takes longer than most of them."""
    return browser.new_page()


@pytest.fixture(scope="module")
def plain(browser: Any) -> Any:
    """A page that runs no script."""
    return browser.new_context(java_script_enabled=False).new_page()


class _Visit:
    """A page that is open, and what it did on its own: requests, console messages, dialogs."""

    def __init__(
        self,
        tab: Any,
        path: Path,
        report: Report,
        viewport: dict[str, int] = USUAL,
        color_scheme: str = "light",
    ) -> None:
        write_file(report, path)
        self.did: list[str] = []
        self.page = tab
        self._noting = {
            "console": lambda message: self.did.append(f"console: {message.text}"),
            "pageerror": lambda error: self.did.append(f"error: {error}"),
            "dialog": lambda dialog: self.did.append(f"dialog: {dialog.message}"),
            "request": lambda request: self.did.append(f"request: {request.url}"),
        }
        tab.goto("about:blank")
        tab.set_viewport_size(viewport)
        tab.emulate_media(media="screen", color_scheme=color_scheme)
        for name, note in self._noting.items():
            tab.on(name, note)
        tab.goto(path.as_uri())
        self.did.remove(f"request: {path.as_uri()}")

    def end(self) -> None:
        """Note no more: the next visit is another page in the same tab."""
        for name, note in self._noting.items():
            self.page.remove_listener(name, note)

    def open_all(self) -> None:
        """Open whatever opens."""
        self.page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")


def long() -> Report:
    """Give a report with many entries and a title of one long word."""
    entry = (sample().timeline or ())[0]
    many = tuple(
        replace(entry, value=f"{year}-{month:02}") for year in (2011, 2012, 2023) for month in range(1, 13)
    )
    return replace(
        sample(), title="Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 2, timeline=many
    )


REPORTS = {"sample": sample(), "hostile": filled(HOSTILE), "long": long()}


@pytest.mark.parametrize("name", REPORTS)
def test_nothing_is_asked_for_and_nothing_goes_wrong(name: str, tab: Any, tmp_path: Path) -> None:
    """The page requests nothing but itself, and leaves no message on the console, whatever articles say."""
    visit = _Visit(tab, tmp_path / "report.html", REPORTS[name])
    visit.open_all()
    visit.page.wait_for_timeout(100)
    assert visit.did == []
    visit.end()


@pytest.mark.parametrize("name", REPORTS)
def test_no_horizontal_scroll(name: str, tab: Any, tmp_path: Path) -> None:
    """At no width is the page wider than the window, with all citations open, not even for a word of 300 letters."""
    visit = _Visit(tab, tmp_path / "report.html", REPORTS[name])
    visit.open_all()
    for width in WIDTHS:
        visit.page.set_viewport_size({"width": width, "height": 800})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    visit.end()


def test_the_drawing_gives_way_to_the_list(tab: Any, tmp_path: Path) -> None:
    """The drawing shows from 700 pixels on; the list always does."""
    visit = _Visit(tab, tmp_path / "report.html", sample(), viewport={"width": 700, "height": 800})
    assert visit.page.locator("svg.drawing").is_visible()
    assert visit.page.locator("ol.timeline").is_visible()
    visit.page.set_viewport_size({"width": 699, "height": 800})
    assert not visit.page.locator("svg.drawing").is_visible()
    assert visit.page.locator("ol.timeline").is_visible()
    visit.end()


@pytest.mark.parametrize("width", [1152, 1440, 3840])
def test_the_room_beside_the_text_is_used(width: int, tab: Any, tmp_path: Path) -> None:
    """On a wide window the contents stand beside the text, and stay in sight however far one reads."""
    visit = _Visit(tab, tmp_path / "report.html", long(), viewport={"width": width, "height": 800})
    main, nav = (visit.page.locator(name).bounding_box() for name in ("main", "nav"))
    assert nav["x"] >= main["x"] + main["width"]
    assert nav["x"] + nav["width"] <= width
    visit.page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight / 2)")
    assert 0 <= visit.page.locator("nav").bounding_box()["y"] <= 200
    visit.end()


@pytest.mark.parametrize("name", ["sample", "long"])
def test_labels_of_the_drawing_stay_within_it(name: str, tab: Any, tmp_path: Path) -> None:
    """In the fonts that are here no label reaches over the edge of the window, nor much over that of the drawing."""
    visit = _Visit(tab, tmp_path / "report.html", REPORTS[name], viewport={"width": 1440, "height": 800})
    boxes = visit.page.evaluate(
        """() => {
            const frame = document.querySelector("svg.drawing").getBoundingClientRect();
            return [...document.querySelectorAll("svg.drawing .mark text")].map(each => {
                const box = each.getBoundingClientRect();
                return [frame.left - box.left, box.right - frame.right];
            });
        }"""
    )
    assert boxes
    assert max(map(max, boxes)) <= 24
    visit.end()


def test_prose_runs_on_past_its_citations(tab: Any, tmp_path: Path) -> None:
    """Closed citations are part of the line: the next sentence begins beside them, not below."""
    visit = _Visit(tab, tmp_path / "report.html", sample(), viewport={"width": 1440, "height": 800})
    beside = visit.page.evaluate(
        """() => {
            const [first, second] = document.querySelectorAll('#summary .claim');
            const switched = first.querySelector('summary').getBoundingClientRect();
            return second.querySelector('.text').getClientRects()[0].top < switched.bottom;
        }"""
    )
    assert beside
    visit.end()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_citations_open_by_keyboard_without_script(key: str, plain: Any, tmp_path: Path) -> None:
    """Tab leads past the skip link and the contents to the first citation; a key opens and closes its quotes."""
    visit = _Visit(plain, tmp_path / "report.html", sample())
    first = visit.page.locator("details.cites").first
    quote = first.locator("mark").first
    links = visit.page.locator("a.skip, nav a").count()
    for _ in range(links + 1):
        visit.page.keyboard.press("Tab")
    assert not quote.is_visible()
    visit.page.keyboard.press(key)
    assert quote.is_visible()
    assert "Port Ellery reopened its Harbour Bridge" in quote.inner_text()
    assert "Coastal Wire, 16 September 2023 (dateline)" in first.inner_text()
    visit.page.keyboard.press(key)
    assert not quote.is_visible()
    visit.end()


def test_the_skip_link_shows_when_focused(tab: Any, tmp_path: Path) -> None:
    """The first Tab shows a link that leads to the summary."""
    visit = _Visit(tab, tmp_path / "report.html", sample())
    visit.page.keyboard.press("Tab")
    focused = visit.page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert focused >= 0
    visit.page.keyboard.press("Enter")
    assert visit.page.url.endswith("#summary")
    visit.end()


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [
        ("sample", 360, "light"),
        ("sample", 1440, "light"),
        ("sample", 1440, "dark"),
        ("hostile", 360, "dark"),
        ("long", 1440, "light"),
    ],
)
def test_axe_finds_nothing(name: str, width: int, scheme: str, tab: Any, tmp_path: Path) -> None:
    """axe-core finds no fault of any gravity, contrast included, with all citations open."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed (extra browser)")
    size = {"width": width, "height": 900}
    visit = _Visit(tab, tmp_path / "report.html", REPORTS[name], viewport=size, color_scheme=scheme)
    visit.open_all()
    visit.page.evaluate(files(axe.__name__).joinpath("axe.min.js").read_text("utf-8"))
    # Of what passes, and of where things stand, only what is looked at here: the rest takes most of the time.
    found = visit.page.evaluate("axe.run({resultTypes: ['violations'], selectors: false})")
    faults = [(each["impact"], each["id"], each["nodes"][0]["html"][:120]) for each in found["violations"]]
    assert faults == []
    assert len(found["passes"]) > 20
    visit.end()


def test_paper_has_every_endnote(tab: Any, tmp_path: Path) -> None:
    """Printed with all citations closed, each cited sentence stands among the endnotes, and each claim names them."""
    visit = _Visit(tab, tmp_path / "report.html", sample())
    visit.page.emulate_media(media="print")
    for number, (citation, text) in enumerate(cited_sentences(sample()), start=1):
        note = visit.page.locator(f"#note-{number}")
        assert note.is_visible()
        assert str(citation) in note.inner_text()
        assert (text or "") in note.inner_text()
    assert visit.page.locator(".printed").first.is_visible()
    assert visit.page.locator(".printed").first.inner_text() == "[S1:1, S3:2]"
    assert not visit.page.locator("details.cites summary").first.is_visible()
    assert not visit.page.locator("nav").is_visible()
    assert visit.page.pdf().startswith(b"%PDF-")
    visit.end()
