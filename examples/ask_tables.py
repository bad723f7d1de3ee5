# %% [markdown]
"""Three questions to the tables of an archive, answered with DuckDB, and two pictures.

    python ask_tables.py RELEASE [FOLDER]

RELEASE is the folder of a release (``public/current``); the pictures are put into FOLDER (the present one). Editors
that know ``# %%`` (VS Code, Spyder, PyCharm, Jupytext) show this file as a notebook. It needs ``duckdb`` and
``matplotlib``.
"""

# %%
import sys
from pathlib import Path

import duckdb
import matplotlib as mpl
from matplotlib import pyplot
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

if not 2 <= len(sys.argv) <= 3:
    sys.exit("give the folder of a release, and the folder for the pictures")
tables = f"{sys.argv[1]}/data/tables"
pictures = Path(sys.argv[2] if len(sys.argv) > 2 else ".")
pictures.mkdir(parents=True, exist_ok=True)

# The same data give the same picture, to the byte.
mpl.use("Agg")
mpl.rcParams.update({"svg.hashsalt": "tuyun", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})

# %% [markdown]
# ## The tables
#
# A view a table, so that the queries below read as on paper. One line is enough for a single table, without any view:
# `duckdb.sql("SELECT * FROM 'public/current/data/tables/article.parquet'")`.

# %%
archive = duckdb.connect()
for name in ("phase", "project", "organization", "region", "disagreement", "disagreement_value", "claims"):
    archive.execute(f"CREATE VIEW {name} AS FROM '{tables}/{name}.parquet'")

# %% [markdown]
# ## 1. Which regions did the phases of each funder reach, and when?
#
# `funder` and `region` are lists of ids: `unnest` makes a row of each member. Where nobody says who paid for a phase,
# we take the funders of its project: that is our reading, not the archive's, so the last column tells the two apart.
# The first and the last day that a date allows stand beside it (`start_first`, `end_last`), so that «2011-11» and
# «2015-03-31» compare.

# %%
reached = archive.execute(
    """
    WITH paid AS (
        SELECT phase.*, unnest(coalesce(phase.funder, project.funder)) AS payer, phase.funder IS NOT NULL AS stated
        FROM phase JOIN project ON project.id = phase.project
    )
    SELECT coalesce(any_value(o.label_en), any_value(o.label_ky)), year(min(start_first)), year(max(end_last)),
        coalesce(string_agg(DISTINCT coalesce(r.label_en, r.label_ky), ', ' ORDER BY coalesce(r.label_en, r.label_ky)),
            'nowhere that is stated'),
        bool_and(stated)
    FROM paid
    JOIN organization o ON o.id = payer
    LEFT JOIN region r ON list_contains(paid.region, r.id)
    GROUP BY payer
    ORDER BY 2, payer
    """
).fetchall()
print("1. Regions that the phases of each funder reached")
for funder, first, last, regions, stated in reached:
    print(f"   {funder}, {first}–{last}: {regions}{'' if stated else ' (partly by the funder of the project)'}")

# %% [markdown]
# The picture: one bar a phase, from the first day that its start allows to the last that its end allows. The colour is
# that of the project. A phase without dates in the archive has no bar; the title says how many there are of them.

# %%
phases = archive.execute(
    """
    SELECT coalesce(phase.label_en, phase.label_ky), project,
        year(start_first) + (dayofyear(start_first) - 1) / 366, year(end_last) + dayofyear(end_last) / 366
    FROM phase WHERE start_first IS NOT NULL AND end_last IS NOT NULL ORDER BY project, ordinal
    """
).fetchall()
(undated,) = archive.execute("SELECT count(*) FROM phase WHERE start_first IS NULL OR end_last IS NULL").fetchone() or (
    0,
)
projects = list(dict.fromkeys(project for _, project, _, _ in phases))
colours = dict(zip(projects, ("#8c2d2d", "#2d5a8c", "#5b7a2d", "#7a5b2d"), strict=False))
figure, axes = pyplot.subplots(figsize=(7.5, 0.45 * len(phases) + 1.2))
for place, (_, project, start, end) in enumerate(phases):
    axes.barh(place, end - start, left=start, height=0.6, color=colours.get(project, "#555555"))
axes.set_yticks(range(len(phases)), [label for label, *_ in phases])
axes.invert_yaxis()
axes.xaxis.set_major_locator(MaxNLocator(integer=True))
axes.set_title(f"Phases of projects in time ({len(phases)} dated, {undated} without dates)", loc="left")
axes.legend(handles=[Patch(color=colours.get(one, "#555555"), label=one) for one in projects], frameon=False)
figure.savefig(pictures / "phases.svg", metadata={"Date": None}, bbox_inches="tight")
pyplot.close(figure)

# %% [markdown]
# ## 2. Where do sources disagree about a date, and by how much?
#
# `disagreement_value` has a row for each value that was stated, `disagreement` says which one is preferred. The values
# are texts of any precision here; we compare those that are whole days or months by the month.

# %%
apart = archive.execute(
    """
    SELECT split_part(d.subject, '/', -2) || '/' || split_part(d.subject, '/', -1), split_part(d.property, '#', -1),
        count(*), date_diff('month', min(month), max(month)), max(v.value) FILTER (v.id = d.preferred)
    FROM disagreement d
    JOIN (
        SELECT *, try_cast(rpad(left(value, 7), 10, '-01') AS DATE) AS month FROM disagreement_value
        WHERE value_datatype IN ('http://www.w3.org/2001/XMLSchema#date', 'http://www.w3.org/2001/XMLSchema#gYearMonth')
    ) v ON v.disagreement = d.id
    GROUP BY d.id, d.subject, d.property HAVING count(*) > 1
    ORDER BY 4 DESC, 1, 2
    """
).fetchall()
print("2. Dates about which sources disagree")
for subject, property_, values, months, preferred in apart:
    print(f"   {subject}, {property_}: values {values}, months apart {months}, preferred {preferred}")

# %% [markdown]
# ## 3. What is known from one source only?
#
# `claims` has a row for each statement of each source. A statement of the published view that only one source makes
# stands on one leg; we count by property, for projects, their phases, organizations and events, without what a source
# says of classes. A statement that a second source supports with a coarser date counts as alone: equality is exact.

# %%
legs = archive.execute(
    """
    WITH statement AS (
        SELECT property, count(DISTINCT source) AS sources FROM claims
        WHERE preferred AND property LIKE 'tuyun:%' AND subject_kind IN ('project', 'phase', 'organization', 'event')
        GROUP BY subject_iri, property, value, language, datatype
    )
    SELECT split_part(property, ':', 2), count(*) FILTER (sources = 1), count(*) FILTER (sources > 1)
    FROM statement GROUP BY property HAVING count(*) >= 5 ORDER BY count(*) DESC, property
    """
).fetchall()
alone, several = sum(one for _, one, _ in legs), sum(more for _, _, more in legs)
print(f"3. Statements that one source makes: {alone} of {alone + several}")
for property_, one, more in legs:
    print(f"   {property_}: {one} of {one + more}")

# %%
figure, axes = pyplot.subplots(figsize=(7.5, 0.28 * len(legs) + 1.2))
places = range(len(legs))
axes.barh(places, [one for _, one, _ in legs], color="#8c2d2d", label="one source")
axes.barh(
    places, [more for *_, more in legs], left=[one for _, one, _ in legs], color="#b9b3a6", label="several sources"
)
axes.set_yticks(places, [property_ for property_, *_ in legs])
axes.invert_yaxis()
axes.set_xlabel("statements")
axes.set_title("On how many sources statements stand", loc="left")
axes.legend(frameon=False, loc="lower right")
figure.savefig(pictures / "sources.svg", metadata={"Date": None}, bbox_inches="tight")
pyplot.close(figure)
