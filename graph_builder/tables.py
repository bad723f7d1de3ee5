"""Rows of a CSV text (RFC 4180) with their lines; a forgotten quote costs its own row only."""

import csv
from collections.abc import Iterator
from itertools import islice

from graph_builder.decode import CONTROL_REMEDY, forbidden_character
from graph_builder.problems import Place, Problems
from graph_builder.settings import CELL_LINES


def rows(text: str, file: str, problems: Problems, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row that is well written and not blank; cells without blanks around them.

    Args:
        text: the text, with line feeds as line ends.
        file: path in the archive.
        problems: where faults are gathered.
        skip: how many lines at the beginning to pass over.
    """
    lines = text.split("\n")
    index = skip
    while index < len(lines):
        place = Place(file, index + 1)
        reader = csv.reader((line + "\n" for line in islice(lines, index, index + CELL_LINES)), strict=True)
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            message = "a quote is not closed, or text stands after a closing quote"
            remedy = 'put the whole cell into quotes, and write "" for a quote inside it'
            problems.error(place, "csv-quotes", message, remedy)
            index += 1
            continue
        index += reader.line_num
        if message := next(filter(None, map(forbidden_character, cells)), ""):
            problems.error(place, "control-character", message, CONTROL_REMEDY)
        elif any(cell.strip() for cell in cells):
            yield place.line, [cell.strip() for cell in cells]
