"""What can go wrong, in two branches: the input is wrong, or the system failed.

::

    TuyunError
    ├── InputError        the archive, a file or the call is wrong        exit status 2
    └── SystemFailure     disk full, a store damaged, no permission       exit status 3

Faults inside single records and pages are not raised: they are gathered as
:class:`graph_builder.problems.Problem` and reported together.
"""


class TuyunError(Exception):
    """Base of all errors that Tuyun raises on purpose; its text tells the user what to do."""


class InputError(TuyunError):
    """The input or the call is wrong; nothing was published."""


class SystemFailure(TuyunError):  # noqa: N818 - the name of the branch, beside InputError
    """The machine failed (disk full, no permission, damaged store); nothing was published."""
