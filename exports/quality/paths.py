"""Where the pages about the data lie in a release; ``{}`` stands for the language."""

from typing import Final

DISAGREEMENTS: Final = "{}/disagreements.html"
DISAGREEMENTS_CONTINUED: Final = "{{}}/disagreements-{}.html"
COMPLETENESS: Final = "{}/completeness.html"
MISSING: Final = "{{}}/completeness/{}.html"
MISSING_CSV: Final = "report/missing/{}.csv"
ONTOLOGY: Final = "ontology.{}.html"
ONTOLOGY_DEFAULT: Final = "ontology.html"
SHAPES: Final = "shapes.{}.html"
SHAPES_DEFAULT: Final = "shapes.html"
