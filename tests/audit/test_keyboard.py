"""Every kind of page walked through with the keyboard alone: everything is reached, in order, and is seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, browser

from audit.kinds import one_of_each

MOST = 60
"""How many stops are walked on one page; long lists go on in the same way."""

# What can be reached, in the order of the document; what is folded away or hidden is not.
REACHABLE = """(() => {
    window.stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(one => {
        const details = one.closest('details:not([open])');
        const folded = details && !(one.matches('summary') && one.parentElement === details
            && !details.parentElement.closest('details:not([open])'));
        return !folded && !one.disabled && one.checkVisibility({visibilityProperty: true});
    });
    return stops.length;
})()"""

# Where the focus is: its number among the stops, and whether one sees it there.
FOCUS = """(() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const middle = [box.left + box.width / 2, box.top + box.height / 2];
    return {
        place: stops.indexOf(one),
        what: one.outerHTML.slice(0, 120),
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && middle[0] >= 0 && middle[0] <= innerWidth,
    };
})()"""


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Browser]:
    with browser(tmp_path / "profile") as opened:
        opened.size(1280, 900)
        yield opened


def step(tab: Browser, *, back: bool = False) -> dict[str, Any]:
    tab.press("Tab", shift=back)
    found = tab.value(FOCUS)
    assert isinstance(found, dict)
    return found


def test_every_stop_is_reached_in_order_and_seen(release: Path, host: str, tab: Browser) -> None:
    walked = 0
    for kind, paths in one_of_each(release).items():
        tab.open(host + paths["ky"])
        if kind == "sparql":  # the questions get links of their own when their queries have come
            tab.wait("!!document.querySelector('#questions a[href*=\"recipe=\"]')")
        count = tab.value(REACHABLE)
        assert count > 5, kind
        for place in range(min(count, MOST)):
            found = step(tab)
            assert found["place"] == place, (kind, place, found["what"])
            assert found["outlined"] and found["inView"], (kind, found)
            walked += 1
    assert walked > 2000


def test_the_first_stop_skips_to_the_content(host: str, tab: Browser) -> None:
    tab.open(f"{host}project/vap.ru.html")
    tab.value(REACHABLE)
    assert "skip" in step(tab)["what"]
    tab.press("Enter")
    assert tab.value("location.hash") == "#content"
    assert tab.value("document.activeElement.id") == "content"
    step(tab)
    assert tab.value("!!document.activeElement.closest('main')")


def test_the_lists_unfold_by_keyboard(host: str, tab: Browser) -> None:
    tab.open(f"{host}en/index.html")
    tab.value(REACHABLE)
    while not tab.value("document.activeElement.matches('.lists summary')"):
        step(tab)
    tab.press("Enter")
    assert tab.value("document.querySelector('.lists details').open")
    step(tab)
    tab.press("Enter")
    tab.wait("location.pathname.endsWith('/index.html') && !location.pathname.endsWith('en/index.html')")


def test_a_mark_leads_to_its_source_and_back(host: str, tab: Browser) -> None:
    tab.open(f"{host}phase/vap-2.en.html")
    tab.value(REACHABLE)
    while not tab.value("document.activeElement.matches('.mark')"):
        step(tab)
    named = tab.value("document.activeElement.textContent")
    assert named.startswith("Source "), "a reader of the screen hears what the number is"
    tab.press("Enter")
    number = named.removeprefix("Source ")
    assert tab.value("location.hash") == f"#source-{number}"
    step(tab)
    assert tab.value("document.activeElement.closest('li').id") == f"source-{number}"
    step(tab, back=True)
    assert tab.value("!!document.activeElement.closest('main')")


def test_searching_needs_no_mouse(host: str, tab: Browser) -> None:
    tab.open(f"{host}ky/index.html")
    tab.value(REACHABLE)
    while not tab.value("document.activeElement.matches('.find input')"):
        step(tab)
    tab.type("айыл")
    tab.press("Enter")
    tab.wait("location.pathname.endsWith('/ky/search.html') && document.querySelectorAll('.found > li').length > 2")
    tab.value(REACHABLE)
    while not tab.value("document.activeElement.matches('.found a')"):
        step(tab)
    first = tab.value("document.activeElement.href")
    tab.press("Enter")
    tab.wait(f"location.href === {first!r}")
