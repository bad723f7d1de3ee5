"""How the reader grows with the authority files: ``python -m bench.reading.growth``.

Adds made-up organizations, people and aiyl aimaks to the real records and prints for each number of them how long the
index takes to build and how fast the gold pages are read (best of several rounds), both in processor seconds, and the
peak of memory. Each size runs in a process of its own, since a process never gives its peak back:
``python -m bench.reading.growth COUNT`` runs one.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.reading.gold import pages
from bench.reading.measure import Reader
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Entry, Organization, Person, Region

SIZES: Final = (0, 1_000, 10_000, 100_000)
_ROUNDS: Final = 8
_ONSETS: Final = ("б", "д", "ж", "к", "м", "н", "с", "т", "ч", "ш", "кр", "ул")
_RIMES: Final = ("ал", "ар", "ыр", "от", "ук", "ен", "иш", "ам", "ура", "ока")
_KY_KINDS: Final = ("коомдук фонду", "өнүктүрүү борбору", "айылдык уюму", "окуу борбору", "бирикмеси")
_RU_KINDS: Final = ("Общественный фонд", "Центр развития", "Сельское объединение", "Учебный центр", "Союз")
_SUFFIXES: Final = ("ов", "ева", "бекова", "алиев", "кулов")
_DISTRICTS: Final = ("KG-N-naryn", "KG-O-alay", "KG-J-suzak", "KG-T-manas", "KG-C-kemin", "KG-Y-ton", "KG-B-batken")


def records(count: int) -> Iterator[Entry[AnyRecord]]:
    """Yield made-up authority records, each named in Kyrgyz and Russian; the same for the same count."""
    dice = random.Random(1694_7053)
    makers = (_organization, _person, _organization, _person, _aimak)
    for number in range(count):
        yield Entry(makers[number % len(makers)](dice, number), "growth", Place("growth"))


def _organization(dice: random.Random, number: int) -> AnyRecord:
    name, kind = f"{_word(dice)}-{_word(dice)}", dice.randrange(len(_KY_KINDS))
    return Organization(
        id=f"organization-{number}",
        name={"ky": f"«{name}» {_KY_KINDS[kind]}", "ru": f"{_RU_KINDS[kind]} «{name}»"},
        abbreviation={"ru": [f"{_word(dice)}{number}".upper()]},
    )


def _person(dice: random.Random, number: int) -> AnyRecord:
    given, family = _word(dice), _word(dice) + dice.choice(_SUFFIXES)
    return Person(
        id=f"person-{number}",
        name={"ky": f"{given} {family}", "ru": f"{given} {family}"},
        family_name={"ky": family, "ru": family},
        given_name={"ky": given, "ru": given},
    )


def _aimak(dice: random.Random, number: int) -> AnyRecord:
    place = f"{_word(dice)}-{_word(dice)}"
    return Region(
        id=f"aimak-{number}",
        type="aiyl-aimak",
        within=dice.choice(_DISTRICTS),
        name={"ky": f"{place} айыл аймагы", "ru": f"{place}ский айылный аймак"},
    )


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(_ONSETS) + dice.choice(_RIMES) for _ in range(dice.choice((2, 2, 2, 3)))).capitalize()


def measure(count: int) -> str:
    """Return the line of the table for a number of added records, measured in this process."""
    gold = list(pages())
    with tempfile.TemporaryDirectory() as folder:
        bare = Reader(Path(folder))
    added = list(records(count))
    started = time.process_time()
    reader = bare.with_more(added)
    for page in gold:
        reader.read(page)  # a lexicon is compiled when the first page of its language comes
    build = time.process_time() - started
    best = min(_seconds(reader) for _ in range(_ROUNDS))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{reader.size:>9,} {build:>11.1f} {len(gold) / best:>12.0f} {peak:>11.0f}"


def _seconds(reader: Reader) -> float:
    gold = list(pages())
    started = time.process_time()
    for page in gold:
        reader.read(page)
    return time.process_time() - started


def main(arguments: list[str]) -> int:
    """Print the table, or the line of one size; return the exit status."""
    if arguments:
        print(measure(int(arguments[0])))
        return 0
    print(f"{'records':>9} {'build, s':>11} {'pages a sec.':>12} {'peak, MiB':>11}")
    for size in SIZES:
        command = [sys.executable, "-m", "bench.reading.growth", str(size)]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
