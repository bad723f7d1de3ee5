"""Projects and organizations: two columns with a line for each role, and the neighbours of one as a table."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures import drawing
from exports.pictures.figures import Cell, Figure, Mark, Picture, Shape, Table
from exports.pictures.ties import ROLES, Tie, columns, strongest
from graph_builder import terms
from graph_builder.rdf import Term

PROJECTS: Final = 25
"""How many projects the picture has."""

ORGANIZATIONS: Final = 40
"""How many organizations it has."""

NEIGHBOURS: Final = 30
"""With how many ties at most the page of a project or an organization lists them."""

_WIDTH: Final = 880
_NAMES: Final = 330
_ROW: Final = 26
_STYLES: Final[Mapping[Term, str]] = dict(zip(ROLES, ("tie", "tie dashed", "tie dotted", "tie thin"), strict=True))


def network(ties: Sequence[Tie], page: PageLanguage) -> Figure:
    """Return the network of all ties; there must be one."""
    shown = strongest(ties, PROJECTS, ORGANIZATIONS)
    words = page.words
    notes = [words["network_means"]]
    if len(shown) < len(ties):
        notes.append(words.fill("network_cut", shown=len(shown), all=len(ties)))
    return Figure(
        key="network",
        title=words["network_title"],
        notes=tuple(notes),
        pictures=(_picture(shown, page),),
        table=_table(shown, page),
        more=Link(Text(page.kinds("project")), f"{page.code}/project/index.html") if len(notes) > 1 else None,
    )


def neighbours(entity: Term, ties: Sequence[Tie], page: PageLanguage) -> Figure | None:
    """Return the ties of one project or organization as a table; none if it has none, or too many for its page."""
    roles: dict[Term, list[Term]] = {}
    for tie in ties:
        if entity in (tie.project, tie.organization):
            roles.setdefault(tie.organization if tie.project == entity else tie.project, []).append(tie.role)
    if not 0 < len(roles) <= NEIGHBOURS:
        return None
    is_project = any(tie.project == entity for tie in ties)
    rows = tuple(
        (drawing.cell(page.link(term)), Cell(tuple(Link(page.label(role)) for role in ROLES if role in roles[term])))
        for term in sorted(roles, key=page.filing.position.__getitem__)
    )
    words = page.words
    return Figure(
        key="network",
        title=words["network_organizations" if is_project else "network_projects"],
        notes=(words["network_neighbours"],),
        pictures=(),
        table=Table(
            drawing.heads(page.label(terms.Organization if is_project else terms.Project), Text(words["network_role"])),
            rows,
        ),
    )


def _picture(ties: Sequence[Tie], page: PageLanguage) -> Picture:
    projects, organizations = columns(ties)
    entries = [(_STYLES[role], page.label(role).text) for role in ROLES if any(tie.role == role for tie in ties)]
    marks, top = drawing.legend(entries, _WIDTH, drawing.line_sample)
    top += 12
    height = max(len(projects), len(organizations)) * _ROW
    left, right = _places(projects, top, height), _places(organizations, top, height)
    lines = Mark(tuple(_lines(ties, left, right)))
    degree = Counter(term for tie in ties for term in (tie.project, tie.organization))
    nodes = [_node(term, _NAMES, y, degree[term], page) for term, y in left.items()]
    nodes += [_node(term, _WIDTH - _NAMES, y, degree[term], page) for term, y in right.items()]
    return Picture(_WIDTH, round(top + height), page.words["network_title"], (*marks, lines, *nodes))


def _places(column: Sequence[Term], top: float, height: float) -> dict[Term, float]:
    step = height / len(column)
    return {term: top + (place + 0.5) * step for place, term in enumerate(column)}


def _lines(ties: Sequence[Tie], left: Mapping[Term, float], right: Mapping[Term, float]) -> Iterator[Shape]:
    """Yield a line a tie; those between the same two lie side by side."""
    for (project, organization), group in groupby(ties, key=lambda tie: (tie.project, tie.organization)):
        pair = list(group)
        for place, tie in enumerate(pair):
            shift = (place - (len(pair) - 1) / 2) * 4
            ends = (_NAMES + 8, left[project] + shift, _WIDTH - _NAMES - 8, right[organization] + shift)
            yield drawing.curve(*ends, _STYLES[tie.role])


def _node(term: Term, x: float, y: float, degree: int, page: PageLanguage) -> Mark:
    name = page.label(term)
    text = drawing.shorten(name, _NAMES - 8)
    is_left = x == _NAMES
    shapes = (
        drawing.rect(0 if is_left else x, y - _ROW / 2 + 1, _NAMES, _ROW - 2, "hit"),
        drawing.label(text, x, y + 4.5, "name", "end" if is_left else "start"),
    )
    said = page.words.plural("n_ties", degree)
    return Mark(shapes, f"{name.text}: {said}", page.href(term))


def _table(ties: Sequence[Tie], page: PageLanguage) -> Table:
    place = page.filing.position.__getitem__
    projects = sorted({tie.project for tie in ties}, key=place)
    roles = [role for role in ROLES if any(tie.role == role for tie in ties)]
    heads = drawing.heads(page.label(terms.Project), *map(page.label, roles))
    rows = []
    for project in projects:
        by_role = ({tie.organization for tie in ties if (tie.project, tie.role) == (project, role)} for role in roles)
        cells = (Cell(tuple(page.link(one) for one in sorted(found, key=place))) for found in by_role)
        rows.append((drawing.cell(page.link(project)), *cells))
    return Table(heads, tuple(rows))
