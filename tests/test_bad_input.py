"""Bad input, end to end: each fault is told with its place and remedy, and the rest is published, nothing else lost.

``tests/cases/bad_input/faults.toml`` holds the list, one row a fault. A clean archive (what ``tuyun init`` makes, and a
good file for each row) and the same archive with the faults are built by real processes, and what they publish is
compared statement by statement.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
from jsonld_support import self_contained
from ordinary_user import MODES_HOLD, as_ordinary_user
from support import CASES

from exports.formats import DATASET_FORMATS, GRAPH_FORMATS, JSONLD
from exports.problem_texts import in_language
from graph_builder import lock
from graph_builder.cli.archives import init
from graph_builder.problems import Place, Problem, Severity
from graph_builder.rdf import Triple, document_of, is_iri, local_name
from graph_builder.validation import validate

FOLDER: Final = CASES / "bad_input"
BASE: Final = "https://data.example.org/"
TABLE: Final = tomllib.loads((FOLDER / "faults.toml").read_text(encoding="utf-8"))


def tuyun(
    *arguments: str | Path, before: Callable[[], None] | None = as_ordinary_user if MODES_HOLD else None
) -> subprocess.CompletedProcess[str]:
    """Run the command line; whatever the input, it shows no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "graph_builder", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
        preexec_fn=before,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


@dataclass(frozen=True)
class Fault:
    """One row of ``faults.toml``, its placeholders filled in."""

    item: str
    name: str
    number: int
    file: str
    template: str = ""
    address: str = ""
    change: dict[str, Any] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    withheld: tuple[tuple[str, int, str], ...] = ()
    says: tuple[str, ...] = ()
    lost: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    @property
    def run(self) -> str:
        return "pages" if self.file.startswith("pages/") else "records"

    def make(self, archive: Path) -> None:
        """Write the good file into the clean archive."""
        if not self.template:
            return
        text = (FOLDER / "templates" / self.template).read_text(encoding="utf-8")
        path = archive / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.fill(text), encoding="utf-8")
        if self.run == "pages":
            _address(archive, self.file, f"http://www.example.org/{path.parent.name}/article/full/{self.number}.html")

    def spoil(self, archive: Path) -> None:
        """Put the fault into the file, in the order of the steps below."""
        path, change = archive / self.file, self.change
        if self.address:
            _address(archive, self.file, self.address)
        text = change.get("write", path.read_text(encoding="utf-8"))
        if "replace" in change:
            old, new = map(self.fill, change["replace"])
            assert old in text, f"{self.name}: {old!r} is not in its template"
            text = text.replace(old, new)
        data = bytes.fromhex(change.get("before", "")) + (text + change.get("append", "").lstrip("\n")).encode(
            change.get("encode", "utf-8")
        )
        data = data[: len(data) - change.get("cut", 0)].ljust(change.get("grow", 0))
        path.write_bytes(data)
        if "link" in change:
            path.unlink()
            path.symlink_to(change["link"])
        if "unreadable" in change:
            path.chmod(0)

    def fill(self, text: str) -> str:
        article = f"article/{Path(self.file).parent.name}-{self.number}"
        values = {"{n}": str(self.number), "{name}": self.name, "{file}": self.file, "{article}": article}
        return re.sub(r"\{\w+\}", lambda found: values.get(found[0], found[0]), text)


def _faults() -> Iterator[Fault]:
    for number, row in enumerate(TABLE["fault"], 1001):
        template = row.get("template", "")
        suffix = Path(template).suffix
        page = template.startswith(("page", "breadcrumb", "headless"))
        folder = f"pages/{'ky' if template == 'page.txt' else 'ru'}/{number}" if page else f"records/{row['name']}"
        fault = Fault(row["item"], row["name"], number, row.get("file", f"{folder}{suffix}"), template)
        told = [
            f"{one.get('line', 0)}: {one.get('path', '')}: {one.get('severity', 'error')}: {one['code']}"
            for one in row.get("told", ())
        ]
        withheld = [(fault.fill(one["entity"]), one["line"], one["says"]) for one in row.get("withheld", ())]
        lost = row.get("lost", "nothing")
        yield Fault(
            fault.item,
            fault.name,
            fault.number,
            fault.file,
            template,
            row.get("address", ""),
            row.get("change", {}),
            tuple(sorted(told)),
            tuple(sorted(withheld)),
            tuple(map(fault.fill, row.get("says", ()))),
            frozenset(map(fault.fill, TABLE["lost"][lost] if isinstance(lost, str) else lost)),
            frozenset(map(fault.fill, row.get("changed", ()))),
        )


FAULTS: Final = tuple(_faults())


def _address(archive: Path, file: str, url: str) -> None:
    """Say in ``pages.csv`` where a page was captured."""
    table = archive / "pages" / "pages.csv"
    name = file.removeprefix("pages/")
    rows = [row for row in table.read_text(encoding="utf-8").splitlines() if not row.startswith(f"{name},")]
    table.write_text("\n".join([*rows, f"{name},{url},2024-03-01", ""]), encoding="utf-8")


def clean_archive(folder: Path) -> Path:
    """Make the archive in which nothing is wrong."""
    archive = folder / "archive"
    assert tuyun("init", archive).returncode == 0
    shutil.copytree(FOLDER / "archive", archive, dirs_exist_ok=True)
    with (archive / "tuyun.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[numbering]\noffset = 24142\nfirst_known = 92\n")
        settings.write(
            '\n[publication]\npublisher = "my-publisher"\nlicense = "https://creativecommons.org/licenses/by/4.0/"\n'
        )
        settings.write('contact = "mailto:data@example.org"\n')
    for fault in FAULTS:
        fault.make(archive)
    return archive


def published(archive: Path, out: Path) -> set[Triple]:
    """Return the published view, with captures called by their files: a changed file has another checksum."""
    text = (out / "current" / "data" / "dataset.nt").read_text(encoding="utf-8")
    for page in (archive / "pages").rglob("*.*"):
        if not page.is_symlink() and page.is_file() and page.stat().st_mode & 0o400:
            digest = sha256(page.read_bytes()).hexdigest()
            name = page.relative_to(archive).as_posix()
            text = text.replace(digest, name).replace(digest[:12], name)
            text = re.sub(f"(Capture|Көчүрмө|Снимок) {digest[:6]}", r"\1", text)
    return {_triple(line) for line in text.removesuffix("\n").split("\n")}


def _triple(line: str) -> Triple:
    subject, predicate, object_ = line.removesuffix(" .").split(" ", 2)
    return subject, predicate, object_


def _entity(term: str) -> str:
    return document_of(term)[1:-1].removeprefix(BASE)


def conforms(out: Path) -> bool:
    """Tell whether pySHACL finds no violation in the published dataset."""
    lines = (out / "current" / "data" / "dataset.nt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return validate(map(_triple, lines)).conforms


@dataclass(frozen=True)
class Clean:
    folder: Path
    archive: Path
    view: set[Triple]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    folder = tmp_path_factory.mktemp("clean")
    archive = clean_archive(folder)
    built = tuyun("build", archive, "--out", folder / "public", "--strict")
    assert built.returncode == 0, built.stderr
    report = json.loads((folder / "public/current/report/validation.json").read_text(encoding="utf-8"))
    return Clean(folder, archive, published(archive, folder / "public"), report)


def test_every_item_of_the_list_has_its_faults() -> None:
    assert len(TABLE["items"]) == 27
    assert {fault.item for fault in FAULTS} == set(TABLE["items"])
    assert Counter(fault.run for fault in FAULTS) == {"pages": 22, "records": 36}
    assert len({fault.name for fault in FAULTS}) == len({fault.file for fault in FAULTS}) == len(FAULTS)


def test_the_clean_archive_has_no_fault(clean: Clean) -> None:
    assert clean.report["problems"] == clean.report["withheld"] == []
    assert conforms(clean.folder / "public")


@pytest.mark.parametrize("run", ["pages", "records"])
def test_each_fault_is_told_and_the_rest_is_published(clean: Clean, run: str, tmp_path: Path) -> None:
    faults = [one for one in FAULTS if one.run == run and (MODES_HOLD or "unreadable" not in one.change)]
    archive = Path(shutil.copytree(clean.archive, tmp_path / "archive"))
    for fault in faults:
        fault.spoil(archive)
    built = tuyun("build", archive, "--out", tmp_path / "public")
    assert built.returncode == 0, built.stderr
    report = json.loads((tmp_path / "public/current/report/validation.json").read_text(encoding="utf-8"))

    told: dict[str, list[str]] = defaultdict(list)
    words: dict[str, str] = defaultdict(str)
    for one in report["problems"]:
        told[one["file"]].append(f"{one['line']}: {one['path']}: {one['severity']}: {one['code']}")
        words[one["file"]] += f"{one['message']} ({one['remedy']}) "
        assert one["message"], one
        assert one["remedy"], one
        assert [
            text for text in (one["message"], one["remedy"]) for code in ("ky", "ru") if not in_language(text, code)
        ] == []
        place = Place(one["file"], one["line"], one["path"])
        problem = Problem(place, one["code"], one["message"], one["remedy"], Severity(one["severity"]))
        assert str(problem) in built.stderr
    assert {file: sorted(lines) for file, lines in told.items()} == {
        fault.file: list(fault.told) for fault in faults if fault.told
    }
    assert [(fault.name, said) for fault in faults for said in fault.says if said not in words[fault.file]] == []

    withheld = {_entity(f"<{one['entity']}>"): one for one in report["withheld"]}
    assert withheld.keys() == {entity for fault in faults for entity, _, _ in fault.withheld}
    for fault in faults:
        for entity, line, says in fault.withheld:
            assert (fault.file, line) in {(one["file"], one["line"]) for one in withheld[entity]["places"]}
            assert f"{fault.file}:{line}: " in built.stderr
            assert says in json.dumps(withheld[entity]["reasons"], ensure_ascii=False)

    view = published(archive, tmp_path / "public")
    before, after = ({document_of(subject) for subject, _, _ in one} for one in (clean.view, view))
    lost = frozenset[str]().union(*(fault.lost for fault in faults))
    assert set(map(_entity, before - after)) == lost
    assert after - before == set()
    assert {
        f"{subject[1:-1].removeprefix(BASE)} {local_name(predicate)}"
        for subject, predicate, object_ in clean.view ^ view
        if _entity(subject) not in lost and not (is_iri(object_) and _entity(object_) in lost)
    } == frozenset[str]().union(*(fault.changed for fault in faults))
    assert conforms(tmp_path / "public")

    checked = tuyun("check", archive, "--format", "json")
    assert checked.returncode == 1
    assert json.loads(checked.stdout) == report


def test_hostile_texts_stay_texts_in_every_format(tmp_path: Path) -> None:
    archive, out = clean_archive(tmp_path), tmp_path / "public"
    shutil.rmtree(archive / "pages" / "ky")
    shutil.copytree(FOLDER / "hostile", archive, dirs_exist_ok=True)
    for path in [*(archive / "records").iterdir(), *(archive / "pages").rglob("*.txt")]:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("LONG", "өтө узун " * 20_000), encoding="utf-8")
    (archive / "pages" / "pages.csv").write_text(
        "file,url,retrieved\nky/hostile.txt,http://www.example.org/ky/%zz/article/full/1.html,\n", encoding="utf-8"
    )
    built = tuyun("build", archive, "--out", out)
    assert built.returncode == 0, built.stderr
    report = json.loads((out / "current/report/validation.json").read_text(encoding="utf-8"))

    refused = re.findall(r'(?<="id": ")bad-[a-z-]+', (FOLDER / "hostile/records/hostile.json").read_text())
    assert len(refused) == 9
    lines = {one["line"] for one in report["problems"] if one["file"] == "records/hostile.json"}
    assert lines == {13 + number for number in range(1, 10)}
    assert {one["line"] for one in report["problems"] if one["file"] == "records/numbers.yaml"} == {3, 5, 6}
    assert {one["line"] for one in report["problems"] if one["file"] == "pages/pages.csv"} == {2}
    told = {
        (one["file"], one["line"], one["code"]) for one in report["problems"] if one["file"].endswith(("txt", "html"))
    }
    assert told == {
        ("pages/ky/hostile.txt", 2, "control-character"),
        ("pages/ru/hostile.html", 4, "control-character"),
    }
    assert report["withheld"] == []

    view = {
        graph_format.suffix: _read(out / f"current/data/dataset.{graph_format.suffix}")
        for graph_format in GRAPH_FORMATS
    }
    assert all(found == view["nt"] for found in view.values())
    claims = [_read(out / f"current/data/dataset.{one.suffix}") for one in DATASET_FORMATS]
    assert claims[0] == claims[1] > view["nt"]
    subjects = {str(quad.subject) for quad in view["nt"]}
    for record in json.loads((archive / "records/hostile.json").read_text(encoding="utf-8"))["records"]:
        good = not record["id"].startswith("bad-")
        assert (f"<{BASE}organization/{record['id']}>" in subjects) == good
    for entity in set(map(document_of, subjects)):
        for one in GRAPH_FORMATS:
            assert _read(out / "current" / f"{_entity(entity)}.{one.suffix}")
    for page in out.glob("releases/*/**/*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<script>alert|<img src=x|href=.javascript:| 49 ", text), page
    assert conforms(out)


def _read(path: Path) -> set[ox.Quad]:
    one = next(one for one in (*GRAPH_FORMATS, *DATASET_FORMATS) if one.suffix == path.suffix[1:])
    parser = ox.RdfFormat.from_media_type(one.media_type)
    assert parser
    content = path.read_bytes()
    return set(ox.parse(self_contained(content) if one is JSONLD else content, format=parser))


def _snapshot(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): str(path.readlink())
        if path.is_symlink()
        else sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink()
        # The lock says who built last, whatever became of it; a build keeps its work even if it publishes nothing.
        or (path.is_file() and path.name != lock.FILE and path.parent.name != ".memo")
    }


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A new archive, with a page whose slug the register does not hold yet."""
    archive = tmp_path / "archive"
    init(archive)
    page = archive / "pages" / "ru" / "1.txt"
    page.parent.mkdir()
    page.write_text((FOLDER / "templates" / "headless.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return archive


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@pytest.fixture(params=["tmpfs", "limit"])
def full_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Callable[[], None] | None]]:
    """A folder on a disk that holds one small release and no second one, and what makes it full in the process."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if request.param == "limit":
        yield disk, _limited
        return
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk], capture_output=True).returncode
    ):
        pytest.skip("no file system can be mounted here; the variant with a limit covers the same")
    yield disk, None
    subprocess.run(["umount", disk], check=True)


def test_on_a_full_disk_nothing_is_published_and_the_old_release_stands(
    small: Path, full_disk: tuple[Path, Callable[[], None] | None]
) -> None:
    disk, fill = full_disk
    out = disk / "public"
    assert tuyun("build", small, "--out", out).returncode == 0
    before = _snapshot(out)
    _replace(small / "records" / "articles.yaml", "Биринчи", "Экинчи")
    if fill is None:
        (disk / "ballast").write_bytes(bytes(os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - 100_000))
    failed = tuyun("build", small, "--out", out, before=fill)
    assert failed.returncode == 3, failed.stderr
    assert re.search("No space left on device|File too large", failed.stderr)
    assert "nothing was published, the release before stands" in failed.stderr
    assert _snapshot(out) == before


def test_when_the_register_cannot_be_kept_nothing_is_published(small: Path, tmp_path: Path) -> None:
    """A slug is minted once: an address must not be published that the register has not kept."""
    if not MODES_HOLD:
        pytest.skip("root's right to write anywhere cannot be given up here")
    small.chmod(0o555)
    failed = tuyun("build", small, "--out", tmp_path / "public")
    small.chmod(0o755)
    assert failed.returncode == 3, failed.stderr
    assert "identifiers.csv" in failed.stderr
    assert not (tmp_path / "public" / "current").exists()


def test_faulty_rows_of_the_register_are_told_and_kept(small: Path, tmp_path: Path) -> None:
    rows = [
        "article,no slug",
        'article,"quote,x',
        "article,url:ru/1,../x",
        "article,url:ru/2,one",
        "article,url:ru/2,another",
        "<<<<<<< HEAD",
    ]
    (small / "identifiers.csv").write_text("\n".join(["kind,key,slug", *rows, ""]), encoding="utf-8")
    built = tuyun("build", small, "--out", tmp_path / "public")
    assert built.returncode == 0, built.stderr
    assert re.findall(r"^identifiers\.csv:(\d+): error: ", built.stderr, re.MULTILINE) == ["2", "3", "4", "6", "7"]
    assert set(rows) <= set((small / "identifiers.csv").read_text(encoding="utf-8").splitlines())


def test_a_magazine_misspelt_in_the_settings_is_told(small: Path, tmp_path: Path) -> None:
    _replace(small / "tuyun.toml", '"my-magazine"', '"my-magazin"')
    built = tuyun("build", small, "--out", tmp_path / "public")
    assert built.returncode == 0, built.stderr
    told = [line for line in built.stderr.splitlines() if re.match(r"tuyun\.toml(:4)?: magazine: error: ", line)]
    assert len(told) == 1
    assert "did you mean my-magazine?" in told[0]
    assert (tmp_path / "public/current/article/ky-1.html").exists()


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Refusal:
    """A call that cannot be served: what is made first, the call, the exit status and the words of the message."""

    name: str
    status: int
    words: tuple[str, ...]
    archive: str = "archive"
    out: str = "public"
    prepare: Callable[[Path], object] = lambda folder: None
    needs_modes: bool = False


REFUSALS: Final = (
    Refusal("no-such-folder", 2, ("nowhere", "no such folder", "tuyun.toml"), archive="nowhere"),
    Refusal("a-file", 2, ("tuyun.toml", "this is no folder"), archive="archive/tuyun.toml"),
    Refusal("empty-folder", 2, ("empty/tuyun.toml", "tuyun init"), "empty", prepare=lambda d: (d / "empty").mkdir()),
    Refusal(
        "settings-broken",
        2,
        ("tuyun.toml:1", "not TOML"),
        prepare=lambda d: (d / "archive/tuyun.toml").write_text("base = ", encoding="utf-8"),
    ),
    Refusal(
        "base-that-is-no-iri",
        2,
        ("tuyun.toml:2: base", "%zz"),
        prepare=lambda d: _replace(d / "archive/tuyun.toml", "example.org/", "example.org/%zz/"),
    ),
    Refusal(
        "register-in-windows-1251",
        2,
        ("identifiers.csv:2", "Windows-1251", "UTF-8"),
        prepare=lambda d: (d / "archive/identifiers.csv").write_bytes(
            "kind,key,slug\narticle,title:ru|первая статья,a\n".encode("cp1251")
        ),
    ),
    Refusal(
        "register-with-semicolons",
        2,
        ("identifiers.csv:1", "kind,key,slug", "commas"),
        prepare=lambda d: (d / "archive/identifiers.csv").write_text(
            "kind;key;slug\r\narticle;url:ru/1;a\r\n", encoding="utf-8"
        ),
    ),
    Refusal(
        "register-unreadable",
        2,
        ("identifiers.csv", "permission denied"),
        prepare=lambda d: (d / "archive/identifiers.csv").chmod(0),
        needs_modes=True,
    ),
    Refusal(
        "out-is-a-file",
        2,
        ("out is a file", "--out"),
        out="out",
        prepare=lambda d: (d / "out").write_text("", encoding="utf-8"),
    ),
    Refusal(
        "out-below-a-file",
        2,
        ("out is a file", "--out"),
        out="out/public",
        prepare=lambda d: (d / "out").write_text("", encoding="utf-8"),
    ),
    Refusal(
        "out-holds-a-folder-called-current",
        2,
        ("out/current", "not a link", "--out"),
        out="out",
        prepare=lambda d: (d / "out/current").mkdir(parents=True),
    ),
    Refusal("out-among-the-pages", 2, ("archive/pages", "--out"), out="archive/pages/public"),
    Refusal(
        "out-read-only",
        3,
        ("out/releases", "Permission denied", "nothing was published"),
        out="out",
        prepare=lambda d: (d / "out").mkdir(mode=0o555),
        needs_modes=True,
    ),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_what_cannot_be_served_is_refused_with_its_remedy(refusal: Refusal, small: Path, tmp_path: Path) -> None:
    if refusal.needs_modes and not MODES_HOLD:
        pytest.skip("root's right to read and write anything cannot be given up here")
    refusal.prepare(tmp_path)
    refused = tuyun("build", tmp_path / refusal.archive, "--out", tmp_path / refusal.out)
    assert refused.returncode == refusal.status, refused.stderr
    message = refused.stderr.splitlines()[-1]
    assert message.startswith("tuyun: ")
    assert [word for word in refusal.words if word not in message] == []
    assert not (tmp_path / "public").exists()
