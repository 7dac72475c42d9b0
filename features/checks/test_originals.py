"""Originals: who relays whom, against what every step can reach, worked out one by one."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.attribution import Attribution, OriginalSource, RelayedSource
from domain.originals import OfReport, OfSource, Original, OwnWord, Relaying, Step, Words, folded
from domain.report import Publication

SOURCES = [UUID(int=100 + number) for number in range(4)]
REPORTS = [UUID(int=200 + number) for number in range(6)]

_words = st.sampled_from(["a US military official", "THE  US military official", "officials, unnamed"])
_sources = st.builds(lambda source: RelayedSource(source_id=source), st.sampled_from(SOURCES))
_reports = st.builds(lambda it: RelayedSource(source_id=SOURCES[0], report_id=it), st.sampled_from(REPORTS))
_originals = st.none() | st.none() | _words | _sources | _reports
_publications = st.fixed_dictionaries(
    {
        it: st.builds(
            lambda source, original: Publication(source_id=source, published_at="2018-02-08", original_source=original),
            st.sampled_from(SOURCES),
            _originals,
        )
        for it in REPORTS
    }
)
_statements = st.lists(
    st.builds(
        lambda report, original: Attribution(report_id=report, original_source=original),
        st.sampled_from(REPORTS),
        _originals,
    ),
    min_size=1,
    max_size=8,
)


def originals(statements: Sequence[Attribution], reports: Mapping[UUID, Publication]) -> frozenset[Original]:
    relaying = Relaying(statements, reports)
    return frozenset().union(*(relaying.originals(it) for it in statements))


def whole(report: UUID, reports: Mapping[UUID, Publication]) -> Step:
    original = reports[report].original_source
    return OwnWord(reports[report].source_id) if original is None else led_to(original)


def led_to(original: OriginalSource) -> Step:
    if isinstance(original, str):
        return Words(folded(original))
    return OfReport(original.report_id) if original.report_id else OfSource(original.source_id)


def told(statement: Attribution, reports: Mapping[UUID, Publication]) -> Step:
    own = statement.original_source
    return whole(statement.report_id, reports) if own is None else led_to(own)


def reaching(statements: Sequence[Attribution], reports: Mapping[UUID, Publication]) -> Mapping[Step, frozenset[Step]]:
    """What each step reaches, itself among it: the closure of the pairs, by the rule as the docs tell it."""
    pairs: set[tuple[Step, Step]] = set()
    for report in REPORTS:
        own = {told(it, reports) for it in statements if it.report_id == report} or {whole(report, reports)}
        own = own - {OfReport(report)} or {OwnWord(reports[report].source_id)}
        pairs |= {(OfReport(report), it) for it in own}
    for source in SOURCES:
        by = {it.report_id for it in statements if reports[it.report_id].source_id == source}
        leads = {report: {to for of, to in pairs if of == OfReport(report)} for report in by}
        elsewhere = {it for it in by if leads[it] != {OfSource(source)}}
        pairs |= {(OfSource(source), OfReport(it)) for it in elsewhere} or {(OfSource(source), OwnWord(source))}
    steps = {it for pair in pairs for it in pair}
    pairs |= {(it, it) for it in steps}
    for middle, one, other in product(steps, steps, steps):
        if (one, middle) in pairs and (middle, other) in pairs:
            pairs.add((one, other))
    return {it: frozenset(to for of, to in pairs if of == it) for it in steps}


def ends(steps: Iterable[Step], reaches: Mapping[Step, frozenset[Step]]) -> frozenset[Original]:
    reached = frozenset[Step]().union(*(reaches.get(it, {it}) for it in steps))
    return frozenset(
        reaches.get(it, frozenset({it}))
        for it in reached
        if all(it in reaches.get(to, {to}) for to in reaches.get(it, {it}))
    )


@given(_statements, _publications)
def test_originals_are_the_ends_of_what_statements_reach(
    statements: Sequence[Attribution], reports: Mapping[UUID, Publication]
) -> None:
    relaying, reaches = Relaying(statements, reports), reaching(statements, reports)
    for it in statements:
        assert relaying.originals(it) == ends([told(it, reports)], reaches)
        assert relaying.originals(it)


@given(_statements, _publications, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(
    statements: Sequence[Attribution], reports: Mapping[UUID, Publication], random: Random
) -> None:
    otherwise = random.sample(statements, len(statements))
    assert originals(statements, reports) == originals(otherwise, reports)
    one, other = Relaying(statements, reports), Relaying(otherwise, reports)
    assert {it: one.chains(it) for it in statements} == {it: other.chains(it) for it in statements}


@given(_statements, _publications, st.data())
def test_a_relay_of_what_is_there_adds_no_original(
    statements: Sequence[Attribution], reports: Mapping[UUID, Publication], data: st.DataObject
) -> None:
    of = data.draw(st.sampled_from(statements))
    source = reports[of.report_id].source_id
    named = data.draw(st.sampled_from([None, of.report_id]))
    relayed = RelayedSource(source_id=source, report_id=named)
    outlet = Publication(source_id=UUID(int=999), published_at="2018-02-09", original_source=relayed)
    more = [*statements, Attribution(report_id=UUID(int=998))]
    assert originals(more, {**reports, UUID(int=998): outlet}) <= originals(statements, reports)


@given(_statements, _publications)
def test_each_chain_is_a_way_to_its_original(
    statements: Sequence[Attribution], reports: Mapping[UUID, Publication]
) -> None:
    relaying = Relaying(statements, reports)
    for it in statements:
        chains = relaying.chains(it)
        assert {original for original in relaying.originals(it) for chain in chains if chain[-1] in original} == {
            *relaying.originals(it)
        }
        assert len(chains) == len(relaying.originals(it))
        for chain in chains:
            assert chain[0] == relaying.first(it)
            assert all(after in relaying.further(before) for before, after in pairwise(chain))


@pytest.mark.parametrize("circle", [False, True])
def test_chains_may_be_long(circle: bool) -> None:
    sources = [UUID(int=1_000 + number) for number in range(5_000)]
    reports, statements = {}, []
    for number, (source, relayed) in enumerate(zip(sources, [*sources[1:], sources[0]], strict=True)):
        last = relayed == sources[0] and not circle
        original = "a US military official" if last else RelayedSource(source_id=relayed)
        reports[UUID(int=9_000 + number)] = Publication(
            source_id=source, published_at="2018-02-08", original_source=original
        )
        statements.append(Attribution(report_id=UUID(int=9_000 + number)))
    relaying = Relaying(statements, reports)
    (found,) = relaying.originals(statements[0])
    assert len(found) == (10_000 if circle else 1)
    assert relaying.originals(statements[-1]) == {found}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a US military official", "US military official", True),
        ("The  Pentagon", "the pentagon", True),
        ("an official", "OFFICIAL", True),
        ("ｏｆｆｉｃｉａｌ", "official", True),
        ("a", "the", False),
        ("Anbar officials", "bar officials", False),
        ("another official", "official", False),
    ],
)
def test_the_same_words_are_the_same_original(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) == same
