"""What the reader found on a page, in the form of the gold set."""

from bench.reading.facts import FIELDS, Facts, host_path, title, who, words
from bench.reading.gold import phase_fact
from graph_builder.linking import Authority
from graph_builder.pages.assembly import PageRecords
from graph_builder.records import Article, Capture, Person, Phase, Project, Rubric

_MENTIONS = {"project": "projects", "organization": "organizations", "region": "regions", "instrument": "instruments"}


def found(read: PageRecords | None, authority: Authority) -> Facts:
    """Return what a page yielded as facts; nothing if it yielded no records."""
    facts: Facts = {field: [] for field in FIELDS}
    if read is None:
        return facts
    records = [entry.record for entry in read.entries]
    people = {record.id: record for record in records if isinstance(record, Person)}
    rubrics = {record.id: record for record in records if isinstance(record, Rubric)}
    for record in records:
        if isinstance(record, Article):
            _article(record, people, rubrics, authority, facts)
        elif isinstance(record, Capture):
            facts["layout"] += [record.layout] if record.layout else []
            facts["shown issue"] += [record.shown_issue] if record.shown_issue else []
        elif isinstance(record, Phase):
            span = (record.start.text if record.start else None, record.end.text if record.end else None)
            facts["phases"].append(phase_fact(record.project, record.ordinal, *span, record.region, record.final))
        elif isinstance(record, Project):
            facts["funders"] += [f"{record.id}: {slug}" for slug in record.funder]
            facts["implementers"] += [f"{record.id}: {slug}" for slug in record.implementer]
            facts["partners"] += [f"{record.id}: {slug}" for slug in record.partner]
            facts["homepages"] += [f"{record.id}: {host_path(record.homepage)}"] if record.homepage else []
    facts["related"] = [title(paragraph.text) for paragraph in read.reading.head.related]
    return facts


def _article(
    article: Article, people: dict[str, Person], rubrics: dict[str, Rubric], authority: Authority, facts: Facts
) -> None:
    facts["language"] += [article.language] if article.language else []
    facts["date"] += [article.date.text] if article.date else []
    facts["title"] += [title(article.title)] if article.title else []
    if article.rubric:
        known = authority.get("rubric", article.rubric) is not None
        facts["rubric"] += [article.rubric if known else _named(rubrics.get(article.rubric))]
    for one in article.contributions:
        person = one.contributor
        if authority.get("person", person) is None:
            name = people[person].name if person in people else {}
            person = who(next(iter(name.values()), one.stated_name or ""))
        facts["people"].append(person)
        facts["role kind"].append(f"{person}: {one.role_kind}")
        facts["role"] += [f"{person}: {words(text)}" for text in one.role.values()]
        facts["affiliation"] += [f"{person}: {slug}" for slug in one.affiliation]
    for reference in {*article.about, *article.mentions}:
        kind, slug = reference.split("/", 1)
        if kind in _MENTIONS:
            facts[_MENTIONS[kind]].append(slug)


def _named(rubric: Rubric | None) -> str:
    return f"“{words(next(iter(rubric.name.values()), ''))}”" if rubric else "“”"


def inventions(read: PageRecords | None, date: str | None, contributors: set[str], authority: Authority) -> list[str]:
    """Return what must never be invented: an issue, a translation, a date, a person taken for another.

    Args:
        read: what the page yielded.
        date: the article's date on the page; None when it shows none.
        contributors: slugs of the known people who contributed.
        authority: the known people.
    """
    told: list[str] = []
    for entry in read.entries if read else ():
        article = entry.record
        if not isinstance(article, Article):
            continue
        if article.issue:
            told.append(f"issue {article.issue}")
        if article.translation_of:
            told.append(f"translation of {article.translation_of}")
        if article.date and article.date.text != date:
            told.append(f"date {article.date.text}")
        for one in article.contributions:
            if one.contributor not in contributors and authority.get("person", one.contributor) is not None:
                told.append(f"“{one.stated_name}” taken for {one.contributor}")
    return told
