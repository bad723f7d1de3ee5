"""Many records at once are judged as each alone: the same are taken, and of the others the same faults are named."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final

import msgspec
import pytest
from bounded import bounded
from hostile_archive import attacked
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from graph_builder.problems import Problems
from graph_builder.rdf import escaped
from graph_builder.records import KINDS, AnyRecord, Article, Entry, Source
from graph_builder.records.base import Reference, Slug, Text
from graph_builder.records.checking import find_faults
from graph_builder.records.codec import ENCODER, dec_hook, decoder, is_plain
from graph_builder.records.forms import are_well_formed, form, pattern_of
from graph_builder.records.json_schema import json_schema
from graph_builder.sources.convert import Head
from graph_builder.sources.json_lines import iter_records
from graph_builder.sources.json_text import parse_json

_FILE: Final = "records/a.jsonl"
_FULL: Final = dict(attacked())
"""A record of each kind with every field."""

_TRICKY: Final = (
    *(
        "",
        " ",
        "\n",
        "a",
        "a\n",
        "\na",
        "a\nb",
        "a\n\nb",
        "a\r",
        "a\x00",
        "a\x7f",
        "a\u2028b",
        "a\x85b",
        "é",
        "ａ",
        "١",
    ),
    *("-a", "a-", "a--b", "a-b-C9", "a" * 120, "a" * 121, "con", "CoN", "cons", "con-1", "a\ncon", "con\na", "lpt1\n"),
    *("region/KG-J", "region/", "/a", "Region/a", "region/a/b", "region/a\nregion/b", "region/con", "region/a\n"),
    *("https://a.example/x", "http://a.example:80?x#y", "http://", "ftp://a.example", "http://a.example/ x"),
    *(
        "http://a.example/<",
        'http://a.example/"',
        "http://өзгөн.example/%D0",
        "http://a.example/%",
        "x http://a.example",
    ),
    *(
        "http://a.example\nhttp://b.example",
        "http://a.example\n",
        "http://a.example/\\",
        "http://\ud7ff.example/\ufdd0",
    ),
    *("KGS", "KGs", "KGS\n", "KG-J", "KG", "KG-", "0" * 64, "0" * 63 + "A", "0" * 64 + "\n"),
)
_TEXTS: Final = st.one_of(
    st.sampled_from(_TRICKY),
    st.lists(st.sampled_from(_TRICKY), max_size=3).map("\n".join),
    st.text(max_size=8),
    st.text("aC-on1/:\n", max_size=6),
)


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=50, deadline=None)
def test_many_at_once_are_judged_as_each_alone(kind: str, data: st.DataObject) -> None:
    good = _FULL[kind]
    faulty = deepcopy(good)
    for path in data.draw(st.lists(st.sampled_from([*_texts(good, ())]), min_size=1, max_size=2)):
        *above, last = path
        inner: Any = faulty
        for step in above:
            inner = inner[step]
        inner[last] = data.draw(_TEXTS)
    before, after = data.draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    escapes = data.draw(st.booleans())
    written = [*[good] * before, faulty, *[good] * after]
    lines = [json.dumps(one, ensure_ascii=escapes).encode("utf-8", "surrogatepass") for one in written]
    numbered = list(enumerate(lines, 2))
    problems, others = Problems(), Problems()
    found = list(iter_records(numbered, _FILE, Head(Source(id="x"), data.draw(st.sampled_from(["", kind]))), problems))
    alone = {number: record for number, line in numbered if (record := _alone(line, number, others)) is not None}
    assert {entry.place.line: entry.record for entry in found} == alone
    assert [str(one) for one in problems] == [str(one) for one in others]
    assert all(_needs_no_escape(entry) for entry in found if entry.plain)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Yield where the texts of a record stand, but for its kind."""
    if isinstance(value, str) and path != ("kind",):
        yield path
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    ):
        yield from _texts(inner, (*path, step))


def _alone(line: bytes, number: int, problems: Problems) -> AnyRecord | None:
    """Return the record of a line, each field compared with its own pattern."""
    tree = parse_json(line.decode("utf-8", "surrogatepass"), _FILE, number)
    kind = KINDS[tree.value["kind"]]
    faulty = tree.report_writing(problems)
    faults = find_faults(tree.value, kind, typed=True)
    tree.report(faults, problems)
    return None if faulty or faults else msgspec.convert(tree.value, kind, dec_hook=dec_hook)


def _needs_no_escape(entry: Entry[AnyRecord]) -> bool:
    written = json.loads(ENCODER.encode(entry.record))
    texts: list[str] = []
    for path in _texts(written, ()):
        value = written
        for step in path:
            value = value[step]
        texts.append(value)
    return all(escaped(text) == text for text in texts)


@pytest.mark.parametrize("code", [*range(0x20), 0x22, 0x5C, 0x7F])
def test_a_line_without_backslash_and_del_holds_nothing_to_escape(code: int) -> None:
    assert not is_plain(ENCODER.encode(f"a{chr(code)}b"))
    raw = b'{"kind":"organization","id":"a","name":{"en":"a%cb"}}' % code
    if is_plain(raw):
        with pytest.raises(msgspec.DecodeError):
            decoder(None).decode(raw)


@pytest.mark.parametrize("kind", [*KINDS.values(), Source])
def test_every_pattern_of_a_kind_is_compared(kind: type[Any]) -> None:
    described = json_schema()["$defs"]
    wanted = sorted(_patterns(described[kind.__name__], described))
    assert len(wanted) == sum(1 for _ in _compared(inspect.type_info(kind))), "patterns stand where nobody looks"
    assert wanted


def _patterns(schema: Any, described: dict[str, Any]) -> Iterator[str]:
    if isinstance(schema, list):
        for one in schema:
            yield from _patterns(one, described)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            yield from _patterns(described[schema["$ref"].rpartition("/")[2]], described)
        if isinstance(schema.get("pattern"), str) and schema.get("title") != "Date":
            yield schema["pattern"]
        for inner in schema.values():
            yield from _patterns(inner, described)


def _compared(kind: inspect.Type, whole: Callable[[Any], Any] = lambda record: record) -> Iterator[str]:
    """Yield the pattern of each field whose wrong text is refused.

    Args:
        kind: a class of records, or of structs in them.
        whole: makes the record that holds a struct of the class.
    """
    assert isinstance(kind, inspect.StructType)
    blank: dict[str, Any] = {one.name: [] if isinstance(one.type, inspect.ListType) else None for one in kind.fields}
    if "id" in blank:
        blank["id"] = "a"
    for field in kind.fields:
        for type_ in field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,):
            is_list = isinstance(type_, inspect.ListType)
            item = type_.item_type if isinstance(type_, inspect.ListType) else type_

            def holding(value: object, name: str = field.name, is_list: bool = is_list) -> Any:
                return whole(kind.cls(**{**blank, name: [value] if is_list else value}))

            if isinstance(item, inspect.StructType):
                yield from _compared(item, holding)
            elif (pattern := pattern_of(item)) and not are_well_formed([holding("\n")]):
                yield pattern


@pytest.mark.parametrize("slug", ["a\nb", "a\n", "\na", "a\n\nb", "", "con", "a\ncon"])
def test_lines_in_a_text_are_not_texts(slug: str) -> None:
    assert are_well_formed([Article(id="a", issue="b"), Article(id="c")])
    assert not are_well_formed([Article(id="a", issue="b"), Article(id=slug)])
    assert not are_well_formed([Article(id="a", issue=slug), Article(id="c")])
    assert not are_well_formed([Article(id="a", candidate_issues=["b", slug])])


def test_a_line_that_fits_in_two_ways_does_not_cost_the_others() -> None:
    address = "http://" + "a.example" * 20 + "/?#"
    article = Article(id="a", source_urls=[address] * 60 + ["http://a.example/<"])

    def work() -> None:
        assert not are_well_formed([article])

    bounded(work)  # it would be tried in 2 to the 60 ways


def test_only_patterns_of_whole_texts_are_forms() -> None:
    slug, reference = (pattern_of(inspect.type_info(kind)) for kind in (Slug, Reference))
    assert re.search(slug, "vap-3") and re.search(reference, "region/KG-J")
    assert pattern_of(inspect.type_info(str)) == pattern_of(inspect.type_info(Text)) == ""
    with pytest.raises(AssertionError):
        form("[a-z]+$")
