"""What the pages that ask show, finished: frozen values that a template only loops over."""

from dataclasses import dataclass

from markupsafe import Markup

from exports.page_views import Frame, Link


@dataclass(frozen=True, slots=True)
class ReadyQuestion:
    """A question of the cookbook.

    Attributes:
        id: its name in addresses.
        page: the question, with its page.
        result: the file with its stored answer.
    """

    id: str
    page: Link
    result: str


@dataclass(frozen=True, slots=True)
class EditorView:
    """The editor in one language.

    Attributes:
        settings: what its scripts are told, as JSON.
        scripts: the scripts, in the order in which they run.
        styles: the style sheets.
        endpoint: absolute address of the endpoint.
        query: a query to begin with.
        curl: how any program asks it.
        questions: what is ready.
        all_questions: the page of the cookbook; empty without one.
        builder: the form.
    """

    frame: Frame
    settings: Markup
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    endpoint: str
    query: str
    curl: str
    questions: tuple[ReadyQuestion, ...]
    all_questions: str
    builder: str


@dataclass(frozen=True, slots=True)
class BuilderView:
    """The form that composes queries, in one language.

    Attributes:
        settings: what its scripts are told, as JSON.
        scripts: the scripts, in the order in which they run.
        styles: the style sheets.
        editor: where the query is run.
        explained: the pages of the vocabulary and of the shapes.
    """

    frame: Frame
    settings: Markup
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    editor: str
    explained: tuple[Link, ...]
