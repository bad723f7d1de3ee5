"""What the documents say is so: commands, kinds and folders that they name exist, and none is forgotten."""

import re

from support import ROOT

from graph_builder.records import KINDS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_command() -> None:
    from graph_builder.cli.app import app

    names = {
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    }
    assert names == set(re.findall(r"^\| `tuyun (\w+)", README, re.MULTILINE))


def test_links_of_the_documents_lead_somewhere() -> None:
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "archive" / "README.md"]
    assert len(documents) > 8
    broken = [
        f"{document.name}: {link}"
        for document in documents
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if not link.startswith("http") and not (document.parent / link).exists()
    ]
    assert broken == []


def test_every_make_target_that_the_readme_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {"sample", "test", "help"} <= targets
    assert set(re.findall(r"`make ([a-z-]+)`", README)) <= targets


def test_the_version_stands_in_the_changelog_or_is_unreleased() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## (Unreleased|\d+\.\d+\.\d+)", changelog, re.MULTILINE)


def test_every_kind_has_a_builder_and_a_shape_file() -> None:
    for kind in KINDS:
        assert (ROOT / "graph_builder" / "builders" / f"{kind}.py").exists(), kind
        assert (ROOT / "shapes" / f"{kind}.ttl").exists(), kind
