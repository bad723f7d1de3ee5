"""Why an entity is gone, and what stands in its place."""

from collections.abc import Iterable, Mapping

from exports.messages import LANGUAGES
from exports.wording import words_of
from graph_builder.rdf import Term
from graph_builder.withdrawals import Withdrawal


class Reasons:
    """Tells of an entity that is gone why it went.

    An editor's own words come first; then, that it was merged or breaks the rules; else, that no source describes it.

    Args:
        base: the base of the IRIs.
        withdrawals: what an editor says, by address (kind/slug).
        withheld: what the gate kept out of the release.
    """

    def __init__(self, base: str, withdrawals: Mapping[str, Withdrawal], withheld: Iterable[Term]) -> None:
        self._base, self._rows, self._withheld = base, withdrawals, frozenset(withheld)

    def into(self, iri: str) -> str:
        """Return the IRI of what an editor says stands in the place of an entity; empty for nothing."""
        address = iri.removeprefix(self._base)
        while (row := self._rows.get(address)) and row.replaced_by:  # a table holds no circles
            address = row.replaced_by
        into = self._base + address
        return "" if into == iri else into

    def said(self, iri: str) -> dict[str, str]:
        """Return the reason that an editor gives, by language; empty if none does."""
        row = self._rows.get(iri.removeprefix(self._base))
        return dict(row.reason.items()) if row else {}

    def of(self, iri: str, *, merged: bool) -> dict[str, str]:
        """Return the reason by language; there always is one."""
        if said := self.said(iri):
            return said
        key = "gone_merged" if merged else "gone_withheld" if f"<{iri}>" in self._withheld else "gone_undescribed"
        return {code: words_of(code)[key] for code in LANGUAGES}
