"""The published form of a body: no contact data, whole words, an abstract cut between words."""

import pytest

from graph_builder.pages.contacts import blanked, without_contacts
from graph_builder.pages.paragraph import Paragraph
from graph_builder.pages.prose import abstract, body_text, whole_words


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Жазыңыз: a.b-c@example.kg.", "Жазыңыз:."),
        ("Жазыңыз a.b@ example.kg же чалыңыз", "Жазыңыз же чалыңыз"),
        ("Чалыңыз: +996 555 12 34 56.", "Чалыңыз:."),
        ("Чалыңыз (0312) 12-34-56, түшкө чейин", "Чалыңыз, түшкө чейин"),
        ("кеңсе, тел.: 12-34-56; факс 12 34 57.", "кеңсе."),
        ("кеңсе, 0 (555) 123-456", "кеңсе"),
        ("996 312 123456", ""),
        ("Бюджет 1 234 567 000 сом, 2011-2015-жылдар", "Бюджет 1 234 567 000 сом, 2011-2015-жылдар"),
        ("ISSN 1694-7053, каттоо номери 1785", "ISSN 1694-7053, каттоо номери 1785"),
        ("2020-10-05 менен 05.10.2020 ортосунда", "2020-10-05 менен 05.10.2020 ортосунда"),
        ("5 (163), 7-8 (165-166) сандары", "5 (163), 7-8 (165-166) сандары"),
        ("0,5 пайыз жана 0.25 пайыз", "0,5 пайыз жана 0.25 пайыз"),
    ],
)
def test_contacts(text: str, published: str) -> None:
    assert without_contacts(text) == published
    assert len(blanked(text)) == len(text)
    assert blanked(text).split() == published.split() or "@" not in blanked(text)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("таж- рыйба", "тажрыйба"),
        ("гла-\nвы", "главы"),
        ("ачык-айкын", "ачык-айкын"),
        ("одно- и двухэтажный", "одно- и двухэтажный"),
        ("социалдык- экономикалык", "социалдык- экономикалык"),
        ("Ысык- Көл", "Ысык- Көл"),
        ("(часть- I)", "(часть- I)"),
        ("2011- жылы", "2011- жылы"),
    ],
)
def test_words_that_print_parted(text: str, whole: str) -> None:
    assert whole_words(text) == whole


def test_abstract_is_cut_between_words() -> None:
    text = "сөз " * 200
    found = abstract([Paragraph(text, 0, 1)])
    assert found is not None
    assert len(found) <= 400
    assert found.endswith("сөз…")


def test_abstract_of_one_endless_word() -> None:
    found = abstract([Paragraph("а" * 1000, 0, 1)])
    assert found is not None
    assert len(found) == 400


def test_abstract_is_no_list_item_where_there_is_other_text() -> None:
    item, text = Paragraph("биринчи", 0, 1, True), Paragraph("Экинчи.", 9, 2)
    assert abstract([item, text]) == "Экинчи."
    assert abstract([item]) == "биринчи"
    assert abstract([]) is None
    assert body_text([Paragraph("a@example.kg", 0, 1)]) is None
