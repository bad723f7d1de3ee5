"""Whatever is edited: the release of a build that takes from the work before is, byte for byte, that of one that does not.

Sequences of edits are drawn by Hypothesis: the tests draw a few, the same each time; ``make edits`` draws 1,000, others
each time, and says the ``TUYUN_SEED`` that draws them again. Each batch has its own dice, so that batches can be run at
once. Pieces are cut small, so that most of them stay as they were.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Final

import pytest
from edits_support import FAULTS, PEOPLE, SLUGS, Edited
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from graph_builder import claim_order, cutting

SEQUENCES: Final = int(os.environ.get("TUYUN_EDITS", "4"))
SEED: Final = int(os.environ.get("TUYUN_SEED", "0"))
A_BATCH: Final = 25
EDITS: Final = 6

_SLUG = st.sampled_from(SLUGS)
_PERSON = st.sampled_from(PEOPLE)
_TITLE = st.sampled_from(("Бюджет", "Айыл <өкмөтү> & суу", "Жол\tжана «мектеп»"))
_DATE = st.sampled_from(("2019-05", "2020-02-03", "2021", None))
_ANY = st.integers(0, 50)


class Edits(RuleBasedStateMachine):
    """Edits an archive; builds it after each edit twice, with the work before and without."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.archive = Edited(Path(self._folder.name))

    def teardown(self) -> None:
        self._folder.cleanup()

    @initialize(slugs=st.sets(_SLUG, min_size=2), person=_PERSON)
    def begin(self, slugs: set[str], person: str) -> None:
        self.archive.lines = [_article(slug, "Бюджет", "2020-05", person) for slug in sorted(slugs - {"KY-1"})]
        self._build()

    @rule(slug=_SLUG, title=_TITLE, date=_DATE, person=_PERSON, place=_ANY)
    def article(self, slug: str, title: str, date: str | None, person: str, place: int) -> None:
        """Describe an article, for the first time or anew, perhaps twice."""
        lines = self.archive.lines
        same = [number for number, line in enumerate(lines) if f'"id": "{slug}"' in line]
        if same and place % 5:
            lines[same[0]] = _article(slug, title, date, person)
        else:
            lines.insert(place % (len(lines) + 1), _article(slug, title, date, person))
        self._build()

    @rule(place=_ANY)
    def delete(self, place: int) -> None:
        if self.archive.lines:
            del self.archive.lines[place % len(self.archive.lines)]
        self._build()

    @rule(old=_SLUG, new=_SLUG)
    def rename(self, old: str, new: str) -> None:
        self.archive.lines = [line.replace(f'"id": "{old}"', f'"id": "{new}"') for line in self.archive.lines]
        self._build()

    @rule(place=_ANY, fault=st.sampled_from(FAULTS))
    def spoil_or_mend(self, place: int, fault: str) -> None:
        lines = self.archive.lines
        if fault in lines:
            lines.remove(fault)
        else:
            lines.insert(place % (len(lines) + 1), fault)
        self._build()

    @rule()
    def turn(self) -> None:
        self.archive.lines.reverse()
        self._build()

    @rule(slug=_SLUG, date=_DATE, title=_TITLE)
    def contradict(self, slug: str, date: str | None, title: str) -> None:
        others = [one for one in self.archive.partner if one["id"] != slug]
        said = {"kind": "article", "id": slug, "title": title, **({"date": date} if date else {})}
        self.archive.partner = others if len(others) < len(self.archive.partner) else [*others, said]
        self._build()

    @rule(person=_PERSON, name=st.sampled_from(("Example Author", "Another Name", "Айдай Үлгү")))
    def authority(self, person: str, name: str) -> None:
        """Name a person anew, or take the person out."""
        if self.archive.people.get(person) == name and len(self.archive.people) > 1:
            del self.archive.people[person]
        else:
            self.archive.people[person] = name
        self._build()

    @rule(slug=_SLUG, rejects=st.booleans())
    def correct(self, slug: str, rejects: bool) -> None:
        head = {
            "id": "correction",
            "rank": "editor",
            "corrects": "said",
            **({"rejects": [f"article/{slug}"]} if rejects else {}),
        }
        record = {"kind": "article", "id": slug, "mentions": [], "title": "Оңдолгон"}
        text = json.dumps({"source": head, "records": [record]})
        self.archive.correction = "" if self.archive.correction else text
        self._build()

    @rule(
        setting=st.sampled_from(
            (
                ('publish_text = "abstract"', 'publish_text = "full"'),
                ("", "[numbering]\noffset = 24142\nfirst_known = 92"),
                ("", '[[ranks.override]]\nsource = "said"\nproperty = "title"\nrank = "editor"'),
            )
        )
    )
    def settings(self, setting: tuple[str, str]) -> None:
        before, line = setting
        if self.archive.settings.get(before) == line:
            del self.archive.settings[before]
        else:
            self.archive.settings[before] = line
        self._build()

    @rule(name=st.sampled_from(("ky-2.txt", "ky-3.txt")), title=_TITLE)
    def page(self, name: str, title: str) -> None:
        text = self.archive.page(title)
        if self.archive.pages.get(name) == text:
            del self.archive.pages[name]
        else:
            self.archive.pages[name] = text
        self._build()

    @rule(slug=_SLUG, into=_SLUG)
    def withdraw(self, slug: str, into: str) -> None:
        """Say of an article that is gone which one stands in its place."""
        gone = f'"id": "{slug}"' not in "".join(self.archive.lines)
        self.archive.withdrawn = {f"article/{slug}": f"article/{into}"} if gone and slug != into else {}
        self._build()

    def _build(self) -> None:
        archive = self.archive
        archive.write()
        clean = archive.clean_copy()
        archive.day += 1
        known, anew = archive.build(archive.out), archive.build(clean)
        assert known.keys() == anew.keys()
        assert {path for path in known if known[path] != anew[path]} == set()


def _article(slug: str, title: str, date: str | None, person: str) -> str:
    said = {
        "kind": "article",
        "id": slug,
        "language": slug[:2].lower(),
        "title": title,
        "text": f"{title}. " * 20,
        "rubric": "news",
        "mentions": ["region/KG", f"person/{person}"],
        "contributions": [{"contributor": person, "role_kind": "author"}],
        **({"date": date} if date else {}),
    }
    return json.dumps(said, ensure_ascii=False)


@pytest.mark.parametrize("batch", range(-(-SEQUENCES // A_BATCH)))
def test_after_any_edits_a_build_equals_a_clean_build(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "LEAST", 300)
    monkeypatch.setattr(cutting, "MOST", 3_000)
    if batch % 2 == 0:  # claims are mended however much of a small archive changed
        monkeypatch.setattr(claim_order, "ONE_IN", 0)
    run_state_machine_as_test(
        seed(SEED * 1_000_000 + batch)(Edits),  # batches with the same dice would be one
        settings=settings(
            max_examples=min(SEQUENCES - batch * A_BATCH, A_BATCH),
            stateful_step_count=EDITS,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
