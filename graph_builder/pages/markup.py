"""HTML of a page to the lines that a reader sees, in the shape of the text layouts.

Block elements become lines of their own, list items get a bullet, an image gives its description; scripts,
styles, forms, menus and footers are left out. So one reader serves text and HTML.
"""

import html
import re
from collections import Counter
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from graph_builder.pages.marks import Mark, mark_of

_DROPPED_TAGS: Final = (
    "head script style noscript template form iframe object svg canvas audio video select button input textarea dialog"
)
_BLOCK_TAGS: Final = (
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer"
    " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
    " img"
)
_CRUMB: Final = re.compile(r"bread|crumb|path", re.IGNORECASE)
_MENU: Final = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|lang|langs|language|languages|social|share|search|pagination|pager|"
    r"counter|banner|cookie|cookies|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"<(script|style)\b(?:.*?</\1\s*>|.*\Z)|<!--(?:.*?-->|.*\Z)", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
_DROPPED: Final = frozenset(_DROPPED_TAGS.split())
_BLOCKS: Final = frozenset(_BLOCK_TAGS.split())
_PATIENCE: Final = 200_000_000
"""How many characters are searched in vain, all texts of a page together, before lines are no longer looked for.

From there on every line has the number of the last one that was found. Only pages reach it whose texts stand in the
source in another order, or otherwise written, thousands of times: each that is not found is looked for to the end.
"""
_LONGEST_TRAIL: Final = 10_000
_BLANKS: Final = re.compile(r"[ \t\n]+")
_FILE_NAME: Final = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|bmp)", re.IGNORECASE)


def text_of_markup(source: str) -> tuple[str, tuple[int, ...]]:
    r"""Return the visible text and, for each of its lines, the line of the source where it begins.

    A line that is not found there as written has the number of the last one before it that was.

    Args:
        source: the HTML, with line ends ``\n``.
    """
    root = LexborHTMLParser(source).root
    shown = _TAG.sub(_line_ends, _CODE.sub(_line_ends, source))
    writer = _Writer(html.unescape(shown))
    if root is not None:
        _walk(root, writer)
    return writer.finish()


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n") or "\0"


class _Writer:
    """Gathers lines; a block ends the line and leaves a blank one, a break only ends it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._searched = self._counted = 0
        self._patience = _PATIENCE
        self._line = 1
        self._lines: list[tuple[str, int]] = []
        self._pending = ""
        self._pending_line = 1
        self._bullet = False

    def word(self, text: str, preformatted: bool) -> None:
        """Add running text."""
        if preformatted and "\n" in text:
            for piece in text.split("\n"):
                self.word(piece, False)
                self.break_line()
            return
        shown = _BLANKS.sub(" ", text)
        if not shown.strip(" "):
            self._pending += " " if self._pending and shown else ""
            return
        self._locate(text)
        if not self._pending.strip(" "):
            self._pending_line = self._line
        self._pending += shown

    def bullet(self) -> None:
        """Begin a list item."""
        self.block()
        self._bullet = True

    def break_line(self) -> None:
        """End the line."""
        shown = _BLANKS.sub(" ", self._pending).strip(" ")
        self._pending = ""
        if shown:
            already = shown.startswith(("•", "- ", "– "))
            self._lines.append((f"  • {shown}" if self._bullet and not already else shown, self._pending_line))
            self._bullet = False

    def block(self) -> None:
        """End the line and the block that it stands in."""
        self.break_line()
        if self._lines and self._lines[-1][0]:
            self._lines.append(("", self._line))

    def finish(self) -> tuple[str, tuple[int, ...]]:
        """Return the text and the line numbers."""
        self.block()
        while self._lines and not self._lines[-1][0]:
            self._lines.pop()
        return "\n".join(text for text, _ in self._lines), tuple(number for _, number in self._lines)

    def _locate(self, text: str) -> None:
        """Move on to where the text stands in the source; stay where it is not found as written."""
        probe = text.strip().partition("\n")[0][:40]
        found = self._source.find(probe, self._searched) if self._patience > 0 else -1
        if found < 0:
            self._patience -= len(self._source) - self._searched
        else:
            self._line += self._source.count("\n", self._counted, found)
            self._searched, self._counted = found + len(probe), found


def _dropped(node: LexborNode, in_article: bool) -> bool:
    tag = node.tag
    if tag in _DROPPED:
        return True
    attributes = node.attributes
    if "hidden" in attributes or (attributes.get("aria-hidden") or "") == "true":
        return True
    marks = " ".join(attributes.get(name) or "" for name in ("class", "id", "aria-label", "role"))
    if _CRUMB.search(marks):
        return False
    if tag == "nav" or _MENU.search(marks):
        return not _is_trail(node)
    return tag == "footer" and not in_article


def _is_trail(node: LexborNode) -> bool:
    """Tell whether a menu is the trail that leads to the article: home, articles, and one rubric."""
    text = node.text(separator="\n")
    if len(text) > _LONGEST_TRAIL:
        return False
    shown = (line.strip(" \t\n\u00a0/\\>|»•-") for line in text.split("\n"))
    steps = [mark_of(line) for line in shown if line]
    return len(steps) == 3 and steps[:2] == [Mark.HOME, Mark.ARTICLES]


def _enter(node: LexborNode, writer: _Writer, around: Counter[str | None]) -> bool:
    """Write what the node itself shows, given what it stands in; tell whether its children are to be read."""
    tag = node.tag
    if tag == "-text":
        writer.word(node.text_content or "", around["pre"] > 0)
        return False
    if tag is None or tag.startswith(("-", "_", "!")):
        return False
    if tag == "br":
        writer.break_line()
        return False
    if _dropped(node, around["article"] + around["main"] > 0):
        return False
    if tag == "li":
        writer.bullet()
    elif tag in _BLOCKS:
        writer.block()
    if tag == "img":
        description = (node.attributes.get("alt") or "").strip()
        if not _FILE_NAME.fullmatch(description):
            writer.word(description, False)
        writer.block()
        return False
    return True


def _walk(root: LexborNode, writer: _Writer) -> None:
    """Visit all nodes in order, without recursion: markup may be nested without end."""
    around: Counter[str | None] = Counter()
    node: LexborNode | None = root
    depth = 0
    while node is not None:
        descend = _enter(node, writer, around)
        child = node.child if descend else None
        if child is not None:
            around[node.tag] += 1
            node, depth = child, depth + 1
            continue
        while True:
            if descend and node.tag in _BLOCKS:
                writer.block()
            following = node.next if depth else None
            if following is not None or not depth:
                node = following
                break
            parent = node.parent
            if parent is None:
                return
            node, depth, descend = parent, depth - 1, True
            around[node.tag] -= 1
