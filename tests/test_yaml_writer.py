"""What `tuyun read` writes is read back to the letter, and long texts can be corrected in an editor."""

import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from graph_builder.decode import forbidden_character
from graph_builder.sources.yaml_text import parse_yaml
from graph_builder.sources.yaml_writer import to_yaml

TEXTS = st.text(st.sampled_from(" \n\r\t\x85\u2028\u2029\ufeff\u00a0'\"\\#:-|>%@&*!?[]{},~aя0ө😀")).filter(
    lambda text: not any(map(forbidden_character, text.split("\n")))
)


@given(TEXTS)
@example("Суу түтүгү айылга жетти.\n\nЭми ар бир үйдө суу бар.")
@example("  бош орун менен\nбашталат\n\n")
@example("2022-06")
@example("no")
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    value = {"records": [{"text": text, "title": {"ky": text}}, {"text": [text, text]}]}
    assert yaml.safe_load(to_yaml(value)) == value
    if text not in {"", "~", "null"}:
        assert parse_yaml(to_yaml(value), "x.yaml").value == value


def test_texts_of_several_lines_stand_as_blocks() -> None:
    shared = ["organization/a"]
    written = to_yaml(
        {"text": "Биринчи: «сап»\n\nЭкинчи сап", "about": shared, "mentions": shared, "title": "а " * 100}
    )
    assert written.startswith(
        "text: |-\n  Биринчи: «сап»\n\n  Экинчи сап\nabout:\n- organization/a\nmentions:\n- organization/a\n"
    )
    assert written.count("\n") == 9
