"""Values to YAML that an editor can correct: texts of several lines as blocks, each line as it is."""

from collections.abc import Mapping
from typing import Any, Final

import yaml

_NO_FOLDING: Final = 1 << 30
_ODD_BREAKS: Final = frozenset("\r\x85\u2028\u2029")  # YAML reads them as other line breaks unless they are escaped


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True  # the reader refuses anchors


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if _ODD_BREAKS & set(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(value: Mapping[str, Any]) -> str:
    """Return a value made of mappings, lists and plain values as YAML, which reads back as the very same."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_NO_FOLDING)
