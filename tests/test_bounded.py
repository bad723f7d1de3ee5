"""The bound of other tests holds: work that fails or never ends fails its test."""

import re

import pytest
from bounded import bounded


def test_work_that_ends_is_done() -> None:
    bounded(lambda: None)


def test_what_work_says_when_it_fails_is_told() -> None:
    def work() -> None:
        raise AssertionError("as it should not be")

    with pytest.raises(pytest.fail.Exception, match="as it should not be"):
        bounded(work)


def test_work_without_end_fails_though_it_never_comes_back_from_c() -> None:
    endless = "a" * 64 + "!"
    with pytest.raises(pytest.fail.Exception, match="more than 1 seconds of a processor"):
        bounded(lambda: re.match("(a+)+$", endless), seconds=1)
