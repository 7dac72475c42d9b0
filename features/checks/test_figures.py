"""A figure says what its qualifier means: which numbers it takes, and how many people it admits."""

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.figure import Figure, Qualifier
from features.checks import strategies

MANY = 9  # more than any number below: whoever admits it has no upper bound
Numbers = tuple[int | None, int | None, int | None]


def admits(qualifier: Qualifier, numbers: Numbers, people: int) -> bool:
    """Whether so many people may have been meant, said of each number of people by itself."""
    low, best, high = numbers
    least, most = (best if low is None else low), (best if high is None else high)
    within = (low is None or people >= low) and (high is None or people <= high)
    match qualifier:
        case Qualifier.EXACT:
            return people == best
        case Qualifier.AT_LEAST:
            return within and least is not None and people >= least
        case Qualifier.MORE_THAN:
            return within and least is not None and people > least
        case Qualifier.AT_MOST:
            return within and most is not None and people <= most
        case Qualifier.FEWER_THAN:
            return within and most is not None and people < most
        case _:
            return within


NEEDED = {
    Qualifier.EXACT: [{"best"}],
    Qualifier.ABOUT: [{"low"}, {"best"}, {"high"}],
    Qualifier.AT_LEAST: [{"low"}, {"best"}],
    Qualifier.MORE_THAN: [{"low"}, {"best"}],
    Qualifier.AT_MOST: [{"best"}, {"high"}],
    Qualifier.FEWER_THAN: [{"best"}, {"high"}],
    Qualifier.BETWEEN: [{"low", "high"}],
    Qualifier.VAGUE: [set[str]()],
}


def given_in(numbers: Numbers) -> list[int]:
    return [it for it in numbers if it is not None]


def in_order(numbers: Numbers) -> Numbers:
    """The same numbers where they were, from the lowest to the highest."""
    rising = iter(sorted(given_in(numbers)))
    low, best, high = (None if it is None else next(rising) for it in numbers)
    return low, best, high


def every_figure() -> Iterator[tuple[Qualifier, Numbers, str | None, bool]]:
    number = (None, 0, 1, 2, 3)
    yield from product(Qualifier, product(number, number, number), (None, "dozens"), (False, True))


def meant(qualifier: Qualifier, numbers: Numbers) -> Sequence[int]:
    return [people for people in range(MANY + 1) if admits(qualifier, in_order(numbers), people)]


def is_figure(qualifier: Qualifier, numbers: Numbers, verbatim: str | None, disordered: bool) -> bool:
    names = {name for name, it in zip(("low", "best", "high"), numbers, strict=True) if it is not None}
    return (
        disordered == (in_order(numbers) != numbers)
        and any(needed <= names for needed in NEEDED[qualifier])
        and (qualifier is not Qualifier.EXACT or len(set(given_in(numbers))) == 1)
        and (qualifier is not Qualifier.VAGUE or verbatim is not None)
        and bool(meant(qualifier, numbers))
    )


def read(qualifier: Qualifier, numbers: Numbers, verbatim: str | None, disordered: bool) -> Figure | None:
    low, best, high = numbers
    try:
        return Figure(low=low, best=best, high=high, qualifier=qualifier, verbatim=verbatim, disordered=disordered)
    except ValidationError:
        return None


def test_a_figure_is_taken_where_its_numbers_are_what_its_qualifier_needs() -> None:
    wrong = [it for it in every_figure() if (read(*it) is not None) != is_figure(*it)]
    assert wrong == []


def test_the_bounds_are_the_lowest_and_highest_number_of_people_it_admits() -> None:
    wrong = []
    for qualifier, numbers, verbatim, disordered in every_figure():
        if figure := read(qualifier, numbers, verbatim, disordered):
            people = meant(qualifier, numbers) or [-1]
            if figure.bounds != (people[0], None if people[-1] == MANY else people[-1]):
                wrong.append((figure, figure.bounds))
    assert wrong == []


@given(strategies.of(Figure))
@settings(deadline=None)
def test_bounds_are_in_order_whatever_the_numbers(figure: Figure) -> None:
    least, most = figure.bounds
    assert least >= 0
    assert most is None or least <= most


@given(st.integers(1, 999_999_999))
@settings(deadline=None)
def test_the_words_that_sound_alike_stay_different_statements(number: int) -> None:
    def bounds(qualifier: str) -> tuple[int, int | None]:
        return Figure.model_validate({"best": number, "qualifier": qualifier}).bounds

    assert bounds("exact") == (number, number)
    assert bounds("at_least") == (number, None)
    assert bounds("more_than") == (number + 1, None)
    assert bounds("at_most") == (0, number)
    assert bounds("fewer_than") == (0, number - 1)
    assert bounds("about") == (0, None)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"best": 3, "low": 4, "qualifier": "about"}, "unless marked as disordered"),
        ({"best": 4, "low": 3, "qualifier": "about", "disordered": True}, "nothing to mark as disordered"),
        ({"low": 3, "qualifier": "exact"}, "an exact figure has a best number"),
        ({"low": 3, "qualifier": "between"}, "has a low and a high"),
        ({"high": 3, "qualifier": "at_least"}, "bounded from below"),
        ({"low": 3, "qualifier": "at_most"}, "bounded from above"),
        ({"best": 0, "qualifier": "fewer_than"}, "no number of people"),
        ({"low": 5, "high": 5, "qualifier": "more_than"}, "no number of people"),
        ({"qualifier": "about"}, "has a number"),
        ({"qualifier": "vague"}, "give them as verbatim"),
    ],
)
def test_a_refusal_says_which_rule_it_is(words: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Figure.model_validate(words)
