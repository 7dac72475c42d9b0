"""Which numbers a figure admits, beside what it adds to a sum; and the words of docs/claims.md that say so."""

import pytest
from hypothesis import given

from domain.figure import Figure, Qualifier
from domain.numbers import ANY_NUMBER, numbers
from domain.readings import admitted
from domain.reckoning import reckon
from features.checks.competing import said


@given(said)
def test_what_a_figure_adds_is_among_what_it_admits(figure: Figure) -> None:
    least, likely, most, open_ended, countable = reckon(figure)
    admits = admitted(figure)
    assert admits.least <= least
    assert not open_ended or admits.most is None
    assert figure.disordered or admits.most is None or likely <= most <= admits.most
    assert countable or admits == ANY_NUMBER
    if figure.qualifier is Qualifier.ABOUT and figure.best and (figure.low, figure.high) == (None, None):
        assert admits.only is None, "about 100 is not exactly 100"


@pytest.mark.parametrize(
    ("figure", "least", "most"),
    [
        (Figure(best=100, qualifier=Qualifier.EXACT), 100, 100),
        (Figure(best=100, qualifier=Qualifier.ABOUT), 90, 110),
        (Figure(best=5, qualifier=Qualifier.ABOUT), 4, 6),
        (Figure(best=0, qualifier=Qualifier.ABOUT), 0, 0),
        (Figure(low=100, qualifier=Qualifier.AT_LEAST), 100, None),
        (Figure(low=100, qualifier=Qualifier.MORE_THAN), 101, None),
        (Figure(high=100, qualifier=Qualifier.AT_MOST), 0, 100),
        (Figure(high=100, qualifier=Qualifier.FEWER_THAN), 0, 99),
        (Figure(low=80, best=90, high=100, qualifier=Qualifier.BETWEEN), 80, 100),
        (Figure(verbatim="dozens", qualifier=Qualifier.VAGUE), 0, None),
        (Figure(verbatim="dozens", best=24, qualifier=Qualifier.VAGUE), 22, None),
        (Figure(low=12, best=7, high=5, qualifier=Qualifier.BETWEEN, disordered=True), 5, 12),
    ],
)
def test_a_figure_admits_what_the_page_says(figure: Figure, least: int, most: int | None) -> None:
    assert admitted(figure) == numbers(least, most)
