"""The published schema of files of records says what the readers accept."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from graph_builder.records import KINDS, Source
from graph_builder.records.json_schema import json_schema
from graph_builder.sources.table import READERS
from graph_builder.sources.yaml_text import parse_yaml

ARCHIVE = Path(__file__).parents[1] / "archive"
SCHEMA = json_schema()


def test_it_is_plain_json_and_always_the_same() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA == json_schema()


def test_every_kind_and_field_is_there_with_words() -> None:
    names = {kind.__name__ for kind in KINDS.values()}
    assert names | {"Source", "Contribution", "Edition"} == set(SCHEMA["$defs"])
    assert SCHEMA["properties"]["kind"]["enum"] == list(KINDS)
    for kind in KINDS.values():
        definition = SCHEMA["$defs"][kind.__name__]
        assert set(definition["properties"]) == {"kind", *kind.__struct_fields__}
        assert definition["title"] and definition["description"]
    assert set(SCHEMA["$defs"]["Source"]["properties"]) == set(Source.__struct_fields__) - {"file"}
    assert "Attributes" not in json.dumps(SCHEMA)


def test_every_reference_is_defined() -> None:
    references = re.findall(r'"\$ref": "#/\$defs/(\w+)"', json.dumps(SCHEMA))
    assert set(references) == set(SCHEMA["$defs"])


def faults(value: Any, schema: dict[str, Any]) -> list[str]:
    """Say where a value of YAML scalars does not fit, by the few keywords that the schema uses."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        found = [faults(value, choice) for choice in schema["anyOf"]]
        return [] if [] in found else min(found, key=len)
    if "enum" in schema:
        return [] if value in schema["enum"] else [f"{value!r} is not in the list"]
    match schema["type"]:
        case "object":
            known, more = schema.get("properties", {}), schema.get("additionalProperties")
            names = [f"{name} is missing" for name in schema.get("required", []) if name not in value]
            return names + [
                f"{name}: {fault}"
                for name, item in value.items()
                for fault in (
                    faults(item, known[name]) if name in known else faults(item, more) if more else ["unknown"]
                )
            ]
        case "array":
            return [fault for item in value for fault in faults(item, schema["items"])]
        case "null":
            return [] if value is None else ["not nothing"]
        case "string":
            return [] if isinstance(value, str) and re.search(schema.get("pattern", ""), value) else [f"{value!r}"]
        case "integer" | "number":
            return [] if re.fullmatch(r"-?\d+(\.\d+)?", value) else [f"{value!r} is no number"]
        case "boolean":
            return [] if value in {"true", "false"} else [f"{value!r} is no boolean"]
        case other:
            pytest.fail(f"keyword without a check: {other}")


def test_the_sample_archive_conforms() -> None:
    files = [path for folder in ("authorities", "records") for path in sorted((ARCHIVE / folder).rglob("*.yaml"))]
    assert len(files) > 20
    for path in files:
        value = parse_yaml(path.read_text(encoding="utf-8"), path.name).value
        default = {"kind": value["kind"]} if "kind" in value else {}
        value["records"] = [{**default, **record} for record in value["records"]]
        assert faults(value, SCHEMA) == [], path


def test_what_the_schema_refuses() -> None:
    good = {"records": [{"kind": "organization", "id": "dpi"}]}
    assert faults(good, SCHEMA) == []
    for bad in (
        {"records": [{"kind": "organization", "id": "../x"}]},
        {"records": [{"kind": "organization", "id": "dpi", "name": {"kg": ""}, "colour": "red"}]},
        {"records": [], "licence": "free"},
        {"records": [], "source": {"id": "x", "rank": "editr"}},
        {"kind": "organization"},
    ):
        assert faults(bad, SCHEMA), bad


def test_there_is_a_reader_for_each_suffix() -> None:
    assert sorted(READERS) == [".csv", ".json", ".jsonl", ".yaml", ".yml"]
