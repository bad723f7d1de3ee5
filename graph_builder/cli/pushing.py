"""``tuyun push``: a release into a store of another maker."""

import os
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from graph_builder.cli.progress import Progress
from portal.stores.credentials import Credentials
from portal.stores.pushing import Plan, planned
from portal.stores.pushing import push as push_planned
from portal.stores.store import Store


def push(
    directory: Path, url: str, console: Console, *, graph_store: str, default_graph: str, bulk: bool, dry_run: bool
) -> None:
    """Load the current release of a folder into a store, and say what is done.

    Raises:
        InputError: if there is no release, no store, or the store refuses it; nothing was changed.
        SystemFailure: if the store failed midway; the message says what stands in it.
    """
    progress = Progress(console)
    store = Store(url, Credentials.of(os.environ), graph_store=graph_store, default_graph=default_graph)
    try:
        with progress.during("looking"):
            plan = planned(directory, store, bulk=bulk)
        for line in plan.said(store):
            progress.note(line)
        if dry_run:
            progress.note("nothing was changed (--dry-run)")
            return
        with console.status("pushing") as status:
            push_planned(plan, store, _counter(plan, status.update))
        progress.note(f"pushed and checked: the store holds release {plan.id}")
    finally:
        store.close()


def _counter(plan: Plan, show: Callable[[str], None]) -> Callable[[int], None]:
    """Return what shows how much was sent."""
    whole, done = plan.file.stat().st_size, 0

    def sent(size: int) -> None:
        nonlocal done
        done += size
        show(f"pushing: {done / 1e6:.0f} of about {whole / 1e6:.0f} MB" if done < whole else "the store takes it in")

    return sent
