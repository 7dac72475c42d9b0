"""How alike two things are: what must hold of any rule of it, and that no pair is lost where a store looks for it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.alike_forces import Named, alike_forces
from domain.alike_names import alike_names
from domain.compared import Compared, Days, Killed, Spot, kilometres
from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.period import DatePrecision
from domain.place import Precision
from domain.similarity import EXTENT, alike, reach
from features.checks.strategies import lines

WIDEST, FARTHEST = 10**9, 30_000.0

forces = st.builds(
    Named,
    st.sampled_from([UUID(int=each) for each in range(4)]),
    st.lists(st.sampled_from(["SDF", "Syrian Democratic Forces", "IS", "Civilians"]), min_size=1, max_size=2).map(
        tuple
    ),
    st.sampled_from(ForceKind),
    st.sampled_from([None, "SYR", "IRQ"]),
)
days = st.builds(
    lambda first, more, precision: Days(first, first + more, precision),
    st.integers(0, 12),
    st.sampled_from([0, 0, 1, 6]),
    st.none() | st.sampled_from(DatePrecision),
)
spots = st.builds(
    Spot,
    st.sampled_from(["Khasham", "Khashām", "Raqqa"]),
    st.sampled_from(Precision),
    st.floats(-90, 90) | st.sampled_from([35.0, 35.1, -16.8]),
    st.floats(-180, 180) | st.sampled_from([40.0, 40.1, 179.97, -179.98]),
    st.sampled_from([None, "SYR", "FJI"]),
) | st.builds(
    Spot,
    st.sampled_from(["Khasham", "Raqqa"]),
    st.sampled_from(Precision),
    latitude=st.none(),
    longitude=st.none(),
    country=st.just("SYR"),
)
tolls = st.builds(
    lambda numbers, bounded, by_side: Killed(
        numbers[0], numbers[1], numbers[2] if bounded else None, frozenset(by_side.items())
    ),
    st.lists(st.integers(0, 120), min_size=3, max_size=3).map(sorted),
    st.booleans(),
    st.dictionaries(st.sampled_from([UUID(int=0), UUID(int=1), "civilians", "unknown"]), st.integers(0, 20)),
)
compareds = st.builds(
    Compared,
    days | st.just(Days(None, 3)),
    spots,
    st.sampled_from(IncidentKind),
    st.frozensets(st.tuples(forces, st.sampled_from("ab")), max_size=3),
    st.none() | tolls,
    st.frozensets(st.tuples(st.sampled_from(["one", "two"]), st.sampled_from("123")), max_size=2),
    st.frozensets(st.sampled_from([UUID(int=each) for each in range(3)]), max_size=2),
)


@given(compareds, compareds)
def test_likeness_is_from_0_to_1_and_the_same_both_ways(one: Compared, other: Compared) -> None:
    likeness = alike(one, other)
    assert 0 <= likeness.score <= 1
    assert all(0 <= reason.score <= 1 and reason.words for reason in likeness.reasons)
    assert likeness == alike(other, one)


@given(compareds, compareds)
def test_nothing_is_more_alike_than_the_same(one: Compared, other: Compared) -> None:
    same, different = alike(one, one), alike(one, other)
    for mine, its in zip(same.reasons, different.reasons, strict=True):
        assert mine.score >= its.score - 1e-12, mine.part
    assert same.score >= different.score - 1e-12


@given(compareds, compareds, st.floats(0, 1), st.floats(0, 1))
def test_farther_is_never_more_alike(one: Compared, other: Compared, step: float, further: float) -> None:
    latitude, longitude = one.spot.latitude, one.spot.longitude
    if latitude is None or longitude is None:
        return
    towards = -1 if latitude > 0 else 1
    nearer, farther = (
        other._replace(spot=other.spot._replace(latitude=latitude + towards * 45 * each, longitude=longitude))
        for each in sorted((step, further))
    )
    assert alike(one, farther).score <= alike(one, nearer).score + 1e-12


@given(compareds, compareds, st.integers(0, 40), st.integers(1, 40))
def test_later_is_never_more_alike(one: Compared, other: Compared, gap: int, further: int) -> None:
    if one.days.first is None or one.days.last is None or other.days.first is None or other.days.last is None:
        return
    length = other.days.last - other.days.first
    near, far = (
        other._replace(days=other.days._replace(first=one.days.last + each, last=one.days.last + each + length))
        for each in (gap, gap + further)
    )
    assert alike(one, far).score <= alike(one, near).score


@given(compareds, compareds, st.integers(0, 30), st.integers(0, 30))
def test_a_wider_date_is_never_more_alike(one: Compared, other: Compared, before: int, after: int) -> None:
    if other.days.first is None or other.days.last is None:
        return
    rougher = [it for it in DatePrecision if other.days.precision is None or it >= other.days.precision]
    for precision in rougher:
        wider = other._replace(days=Days(other.days.first - before, other.days.last + after, precision))
        assert alike(one, wider).score <= alike(one, other).score


@given(compareds, compareds)
def test_a_wider_place_is_never_more_alike(one: Compared, other: Compared) -> None:
    for precision in (it for it in Precision if EXTENT[it] >= EXTENT[other.spot.precision]):
        wider = other._replace(spot=other.spot._replace(precision=precision))
        assert alike(one, wider).score <= alike(one, other).score


@given(compareds, compareds, st.floats(0.1, 1))
def test_what_reaches_a_score_lies_within_its_reach(one: Compared, other: Compared, score: float) -> None:
    if alike(one, other).score >= score:
        within, apart = reach(score), kilometres(one.spot, other.spot)
        assert apart is None or apart <= within.km + 1e-6
        assert max(one.days.last or 0, other.days.last or 0) - min(one.days.first or 0, other.days.first or 0) <= (
            within.days
        )


@given(lines, lines)
def test_names_are_alike_both_ways(one: str, other: str) -> None:
    assert 0 <= alike_names(one, other) <= 1 + 1e-9
    assert alike_names(one, other) == alike_names(other, one)


@given(forces, forces)
def test_forces_are_alike_both_ways(one: Named, other: Named) -> None:
    assert alike_forces(one, other) == alike_forces(other, one)
    assert alike_forces(one, one).score == 1 >= alike_forces(one, other).score


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("SDF", "Syrian Democratic Forces", 0.9, 0.9),
        ("Islamic State (IS)", "IS", 1, 1),
        ("ISLAMIC STATE", "Islamic State", 1, 1),
        ("قوات النخبة", "Quwat al-Nukhba", 0.8, 1),
        ("Ахрар аш-Шам", "Ahrar al-Sham", 0.9, 1),
        ("Hizballah", "Hezbollah", 0.75, 1),
        ("حزب الله", "Hezbollah", 0.9, 1),
        ("Al-Qaeda", "al-Qaida", 0.8, 1),
        ("Syrian Democratic Forces", "Syrian Armed Forces", 0.5, 0.69),
        ("Government of Syria", "Government of Iraq", 0, 0.4),
        ("Government of Iran", "Government of Iraq", 0, 0.4),
        ("Government of Syria", "Syrian insurgents", 0, 0.65),
        ("Alpha Brigade, Beta Brigade", "Beta Brigade, Alpha Brigade", 1, 1),
        ("Alpha Brigade, Beta Brigade", "Alpha Brigade", 0, 0.69),
        ("23rd Division", "13th Division", 0, 0.4),
        ("YPG", "YPJ", 0, 0),
        ("SDF", "SNA", 0, 0),
    ],
)
def test_names_are_as_alike_as_people_find_them(one: str, other: str, least: float, most: float) -> None:
    assert least <= alike_names(one, other) <= most


def test_distances_are_those_on_the_globe() -> None:
    def spot(latitude: float, longitude: float) -> Spot:
        return Spot("", Precision.EXACT, latitude, longitude)

    assert kilometres(spot(0, 0), spot(0, 180)) == pytest.approx(20015.1, abs=0.1)
    assert kilometres(spot(0, 179.5), spot(0, -179.5)) == pytest.approx(111.195, abs=0.001)
    assert kilometres(spot(90, 0), spot(90, 77)) == pytest.approx(0, abs=0.001)
    # London and New York: 5,570 km on the sphere.
    assert kilometres(spot(51.5074, -0.1278), spot(40.7128, -74.0060)) == pytest.approx(5570, abs=1)
