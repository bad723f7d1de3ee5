"""Records of libraries, read by readers of other makers: MARC::Lint and MODS::Record (Perl).

Neither schema of the Library of Congress comes with a package, so these say what is no MARC 21 and no MODS.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from support import need_program

HERE: Final = Path(__file__).parent
GOLDEN: Final = HERE.parent / "cases" / "references"
MODULES: Final = {
    "MARC::Lint": "libmarc-lint-perl",
    "MARC::File::XML": "libmarc-xml-perl",
    "MODS::Record": "libmods-record-perl",
}
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_POINT: Final = "245: Must end with . (period)."
"""Said of records with ISBD punctuation; leader/18 says ``c``: ours have none."""


def perl(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    program = need_program(shutil.which("perl"), "perl")
    for module, package in MODULES.items():
        loaded = subprocess.run([program, f"-M{module}", "-e1"], capture_output=True, check=False).returncode == 0
        need_program(module if loaded else None, package)
    return subprocess.run(
        [program, HERE / script, *map(str, arguments)], capture_output=True, check=False, encoding="utf-8"
    )


def records(release: Path, suffix: str) -> list[Path]:
    golden = sorted(GOLDEN.glob(f"*.{suffix}.xml"))
    published = [path for kind in ("article", "magazine") for path in sorted((release / kind).glob(f"*.{suffix}.xml"))]
    assert len(golden) >= 4
    assert len(published) >= 40
    return [*golden, *published]


def test_marc_has_no_fault(sample_release: Path) -> None:
    files = records(sample_release, "marc")
    told = perl("marc.pl", *files)
    assert told.returncode == 0, told.stderr
    said = [line.partition("\t") for line in told.stdout.splitlines()]
    assert len([words for _, _, words in said if words == "read"]) == len(files)
    points = "245: MARC21 allows ? or ! as final punctuation"
    assert [one for one in said if one[2] not in {"read", _NO_POINT} and not one[2].startswith(points)] == []


def test_what_is_no_marc_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.marc.xml"
    right = next(iter(sorted(GOLDEN.glob("*.marc.xml")))).read_text("utf-8")
    wrong.write_text(right.replace('tag="245"', 'tag="653"'), encoding="utf-8")
    assert "No 245 tag" in perl("marc.pl", wrong).stdout


def flat(content: bytes) -> list[tuple[str, ...]]:
    """Return path, text and attributes of every element but languages, which MODS::Record forgets."""
    found: list[tuple[str, ...]] = []

    def add(element: ElementTree.Element, path: str) -> None:
        path = f"{path}/{element.tag.partition('}')[2]}"
        said = [f"{name}={value}" for name, value in sorted(element.attrib.items()) if name != _LANGUAGE]
        found.append((path, (element.text or "").strip(), *[one for one in said if "schemaLocation" not in one]))
        for child in element:
            add(child, path)

    add(ElementTree.fromstring(content), "")
    return sorted(found)


def test_mods_comes_back_whole(sample_release: Path, tmp_path: Path) -> None:
    for number, file in enumerate(files := records(sample_release, "mods")):
        shutil.copy(file, tmp_path / f"{number}.xml")
    (tmp_path / "again").mkdir()
    told = perl("mods.pl", tmp_path / "again", *sorted(tmp_path.glob("*.xml")))
    assert told.returncode == 0, told.stderr
    for number, file in enumerate(files):
        assert flat((tmp_path / "again" / f"{number}.xml").read_bytes()) == flat(file.read_bytes()), file.name


def test_what_is_no_mods_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.mods.xml"
    right = next(iter(sorted(GOLDEN.glob("*.mods.xml")))).read_text("utf-8")
    wrong.write_text(right.replace("genre", "kind"), encoding="utf-8")
    assert "kind not allowed" in perl("mods.pl", tmp_path, wrong).stderr
