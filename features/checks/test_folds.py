"""Whatever is commanded, in whatever order: what is refused leaves no trace, what is accepted folds the same however
it is read: live, anew, reopened, as known at every position, as a view, as a dossier, or from a log that ends there.

Longer than most: one kind of history, with its commands, followed and then read in every way there is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from inspect import isfunction, signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from application.casualties import Casualties, RetractCasualty
from application.coverages import Coverages
from application.follower import Follower
from application.forces import Forces
from application.incidents import Incidents
from application.moments import AsOf
from application.recording import Behalf, Receipt
from application.refusals import LogUnavailable, Missing
from application.reports import Reports
from application.sources import Sources
from application.views.casualty import CasualtyView, FigureView
from application.views.claim import ClaimView
from application.views.coverage import CoverageView
from application.views.force import ForceView
from application.views.imports import ImportView
from application.views.incident import IncidentView
from application.views.report import ReportView
from application.views.source import SourceView
from application.views.view import Based, Basis, View
from domain.actor import Actor, Role
from domain.allegiance import Allegiance
from domain.attribution import Attribution, RelayedSource
from domain.casualty import Casualty
from domain.casualty_facts import CasualtyRetracted, FigureRetracted
from domain.claim import Claim
from domain.coding import Coding
from domain.coverage import Coverage, Scope
from domain.fact import Aggregate, Entry, Position
from domain.figure import Figure, Qualifier
from domain.force import Force
from domain.imports import Import, Release
from domain.incident import Incident
from domain.participation import Participation
from domain.period import Period
from domain.place import Place, Precision
from domain.refusal import Refusal
from domain.report import Report
from domain.source import Source
from domain.toll import Harm, PersonStatus, PopulationGroup
from domain.value import Code, Value, part_of
from features.checks import strategies
from features.checks.assertions import assertions
from features.checks.logs import NOON, Logs
from features.checks.story import Claims, Imports
from infrastructure.codec import AGGREGATES

Kind = type[Aggregate[Any, Any]]
State = Aggregate[Any, Any]

SERVICES: Mapping[Kind, type] = {
    Source: Sources,
    Report: Reports,
    Force: Forces,
    Incident: Incidents,
    Casualty: Casualties,
    Coverage: Coverages,
    Import: Imports,
    Claim: Claims,
}
VIEWS: Sequence[type[View]] = (
    SourceView,
    ReportView,
    ForceView,
    IncidentView,
    CasualtyView,
    CoverageView,
    ImportView,
    ClaimView,
)
COMMANDS = [
    (kind, name)
    for kind, service in SERVICES.items()
    for name, method in vars(service).items()
    if isfunction(method) and not name.startswith("_")
]
OPENING = [
    it
    for it in COMMANDS
    for _ in range(3)
    if it[1] in {"register", "record", "declare", "begin", "make"} or it in {(Incident, "report"), (Casualty, "report")}
]
REPEATED = {"merge", "split", "reinstate", "rename", "revise", "code"}
NAMES = st.sampled_from(["Alpha", "Beta"])
WORDS = st.sampled_from(["So it is.", "Not so."])
FIGURES = st.sampled_from([Figure(best=4, qualifier=Qualifier.EXACT), Figure(low=9, qualifier=Qualifier.AT_LEAST)])
PLACES = st.builds(Place, name=NAMES, precision=st.sampled_from([Precision.EXACT, Precision.WITHIN_25_KM]))
WHEN = st.sampled_from(["2018-02-07", "2018-02", "../2018", "2018?", "2018~", "2018-02-XX", "2026-03-02", "2027"])
PLAIN: Mapping[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("title", "name", "alias"), NAMES),
    **dict.fromkeys(("reason", "statement", "headline"), WORDS),
    **dict.fromkeys(("inference", "summary", "quote"), st.none() | WORDS),
    **dict.fromkeys(("means", "variables", "columns", "witnesses", "missing"), st.just(())),
    **dict.fromkeys(("dataset", "row"), st.sampled_from(["a", "a", "a", "b"])),
    "codes": st.lists(st.sampled_from([Code(scheme="gwno", value=it) for it in "123"]), max_size=2).map(tuple),
    "harm": st.sampled_from([Harm.KILLED, Harm.INJURED]),
    "person_status": st.none() | st.sampled_from([PersonStatus.CIVILIAN, PersonStatus.JOURNALIST]),
    "group": st.none() | st.just(PopulationGroup.WOMEN),
    "figure": FIGURES,
    "place": PLACES | PLACES | strategies.places(),
    "occurred": WHEN.map(lambda it: Period(edtf=it)),
    "published_at": WHEN | st.just(NOON),
    "during": st.none() | WHEN,
    "period": WHEN,
    "camp": st.sampled_from("ab"),
    "text": WORDS,
    "sha256": st.sampled_from(["a" * 64, "b" * 64]),
    "media_type": st.just("text/html"),
    "archived_at": st.just(NOON),
    "began_at": st.none() | st.just(NOON),
}
"""What comes again often enough to be refused; every other field is whatever its type admits."""

NAMING: Mapping[str, Kind] = {
    "source_id": Source,
    "report_id": Report,
    "disputed_by": Report,
    "corrected_by": Report,
    "coverage_id": Coverage,
    "force_id": Force,
    "side": Force,
    "incident_id": Incident,
}
ACTORS = [Actor(name=name, role=role) for name, role in (("Rima", Role.ANALYST), ("Noor", Role.REVIEWER))]


class Play:
    """Commands sent to a real log, the ids they gave, and every state as a follower saw it come about."""

    def __init__(self, directory: Path, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.logs = Logs(directory)
        self.draw = draw
        self.ledger = self.logs.open()
        focus = draw(st.sampled_from([Report, Force, Incident, Incident, Casualty, Coverage, Import, Claim]))
        self.repertoire = st.sampled_from(
            COMMANDS + [it for it in COMMANDS if it[0] is focus for _ in range(6 if it[1] in REPEATED else 4)]
        )
        self.services = self.logs.services(self.ledger)
        self.does = {kind: service(self.ledger) for kind, service in SERVICES.items()}
        self.ids: dict[Kind, list[UUID]] = {kind: [] for kind in AGGREGATES}
        self.states: dict[UUID, State] = {}
        self.seen: list[Mapping[UUID, State]] = [{}]
        self.entries: list[Entry] = []
        self.follower = Follower(self.ledger, self._follow, batch=3)

    def _follow(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            kind = next((kind for kind in AGGREGATES if isinstance(entry.fact, kind.opening)), None)
            if kind:
                self.ids[kind].append(entry.originator_id)
                state = kind.opened(entry.originator_id, entry.fact)
            else:
                state = self.states[entry.originator_id].after(entry.fact)
            self.states = {**self.states, entry.originator_id: state}
            self.seen.append(self.states)
            self.entries.append(entry)

    def an_id(self, kind: Kind) -> st.SearchStrategy[UUID]:
        """Mostly of this kind, rarely of another or of nothing."""
        of_kind = self.ids[kind] or [UUID(int=1)]
        others = [ids[0] for ids in self.ids.values() if ids]
        return st.sampled_from([*of_kind * (1 + 60 // len(of_kind)), *others[:1], UUID(int=99)])

    def an_assertion(self) -> st.SearchStrategy[Any]:
        """Of things as `an_id` draws them."""

        @st.composite  # which hides all the ids that it draws from, where hypothesis would print them
        def an_id(draw: st.DrawFn, kind: Kind) -> UUID:
            return draw(self.an_id(kind))

        return assertions(an_id(Incident), an_id(Force), an_id(Report))

    def naming(self, kind: Kind, command: type[Value]) -> Mapping[str, st.SearchStrategy[Any]]:
        own: dict[str, st.SearchStrategy[Any]] = {field: self.an_id(kind) for field in ("to", "into")}
        named: dict[str, st.SearchStrategy[Any]] = {field: self.an_id(of) for field, of in NAMING.items()}
        named["side"] = named["side"] | st.sampled_from(["civilians", "all"])
        named["assertion"] = self.an_assertion()
        for field in ("report_id", "corrected_by", "coverage_id"):
            if field in command.model_fields and not command.model_fields[field].is_required():
                named[field] = st.none() | named[field]
        relayed = st.builds(RelayedSource, source_id=named["source_id"], report_id=st.none() | self.an_id(Report))
        named["original_source"] = st.sampled_from([None, None, None, "An officer."]) | relayed
        if command is RetractCasualty:
            own["figure"] = st.none() | st.builds(Attribution, **{it: named[it] for it in Attribution.model_fields})
        return {**PLAIN, **named, **own}

    def send(self, kind: Kind, name: str) -> tuple[Value, UUID | None, int, Behalf, Receipt]:
        """Sends some command of this name, and gives what was sent: to which stream, at which version, for whom.

        Raises:
            Refusal: it is refused.
        """
        method = getattr(self.does[kind], name)
        form = get_type_hints(method)["command"]
        command = self.draw(strategies.built(form, self.naming(kind, form)))
        by = Behalf(self.draw(st.sampled_from(ACTORS)), UUID(int=self.draw(st.integers(1, 3))))
        if "id" not in signature(method).parameters:
            id, version, receipt = None, 0, method(command, by=by)
        else:
            id = self.draw(self.an_id(kind))
            version = len(self.of(id)) + self.draw(st.sampled_from([0] * 15 + [-1, 1]))
            receipt = method(id, command, by=by, expecting=version)
        self.follower.catch_up()
        return command, id, version, by, receipt

    def of(self, id: UUID) -> Sequence[Entry]:
        return [it for it in self.entries if it.originator_id == id]

    def kind(self, id: UUID) -> Kind:
        return next(kind for kind, ids in self.ids.items() if id in ids)


@contextmanager
def playing(data: st.DataObject, steps: int = 0) -> Iterator[Play]:
    with TemporaryDirectory() as directory:
        play = Play(Path(directory), data.draw)
        try:
            for kind, name in OPENING:
                with suppress(Refusal):
                    play.send(kind, name)
            for _ in range(steps):
                with suppress(Refusal):
                    play.send(*play.draw(play.repertoire))
            yield play
        finally:
            play.logs.close()


# Without shrinking: of so many commands on a real log it takes minutes.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
at_length = settings(max_examples=25, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))


@at_length
@given(st.data())
def test_what_is_refused_leaves_no_trace_and_what_is_accepted_is_what_was_said(data: st.DataObject) -> None:
    with playing(data) as play:
        for _ in range(30):
            kind, name = data.draw(play.repertoire)
            before, last = play.logs.rows(), play.ledger.position_at(None)
            try:
                command, id, version, by, receipt = play.send(kind, name)
            except LogUnavailable:  # nobody else writes here
                raise
            except Refusal:
                assert (play.logs.rows(), play.ledger.position_at(None)) == (before, last)
                continue
            assert play.logs.rows()[:last] == before
            first, *further = play.entries[last:]
            assert receipt == Receipt(id=id or first.originator_id, version=version + 1, position=last + 1)
            assert (first.position, first.originator_id, first.originator_version) == (
                last + 1,
                receipt.id,
                version + 1,
            )
            assert {(it.recorded_by, it.cause) for it in (first, *further)} == {(by.actor.name, by.cause)}
            assert type(first.fact) in kind.facts()
            assert type(first.fact).__name__.endswith(past(name))
            asked, said = flat(command), flat(first.fact)
            assert {field: said.get(field) for field in asked} == asked
            if isinstance(command, RetractCasualty):
                assert isinstance(first.fact, CasualtyRetracted if command.figure is None else FigureRetracted)
            assert [getattr(it.fact, "absorbed", getattr(it.fact, "released", None)) for it in further] == (
                [id] if name in {"merge", "split"} else []
            )


def past(name: str) -> str:
    """How the names of the facts end that a command of this name brings about."""
    verb = name.split("_", maxsplit=1)[0]
    regular = verb[:-1] + "ied" if verb.endswith("y") else verb.removesuffix("e") + "ed"
    own = {"tell": "Reported", "retell": "Retold", "split": "Split", "withdraw": "Withdrawn", "begin": "Begun"}
    own["make"] = "Made"
    return own.get(verb, regular.capitalize())


def flat(value: Value) -> Mapping[str, Any]:
    """What a command or a fact says, with what its parts say."""
    said: dict[str, Any] = {}
    for field, part in dict(value).items():
        said |= dict(part) if isinstance(part, Allegiance | Participation | Attribution) else {field: part}
    return said


@at_length
@given(st.data())
def test_states_are_the_same_live_folded_reopened_viewed_and_as_known_at_each_position(data: st.DataObject) -> None:
    with playing(data, 30) as play:
        again = Logs(play.logs.path.parent)
        for ledger in (play.ledger, again.open()):
            for id, state in play.states.items():
                assert ledger.folded(type(state), id) == (state, len(play.of(id)), play.of(id)[0].recorded_by)
        again.close()
        for position, states in enumerate(play.seen):
            for id, last in play.states.items():
                if id in states:
                    assert play.ledger.folded(type(last), id, until=Position(position)).state == states[id]
                else:
                    with pytest.raises(Missing):
                        play.ledger.folded(type(last), id, until=Position(position))
        for entry in play.entries:
            kind, so_far = play.kind(entry.originator_id), play.of(entry.originator_id)[: entry.originator_version]
            view = next(it for it in VIEWS if it.kind_of is kind).of(so_far)
            state = play.seen[entry.position][entry.originator_id]
            assert shown(view, state) == {field: bare(value) for field, value in dict(state).items()}
            assert (view.version, view.position) == (len(so_far), entry.position)
            based = [
                it for part in dict(view).values() if isinstance(part, tuple) for it in part if isinstance(it, Based)
            ]
            assessed = [it.assessment for it in based if isinstance(it, FigureView) and it.assessment]
            for basis in (*view.basis.values(), *(it.basis for it in based), *assessed):
                assert basis == Basis.of(play.entries[basis.position - 1])


def shown(view: View, state: State) -> Mapping[str, Any]:
    """What a view shows of the parts that decisions need."""
    own: Mapping[str, Any] = {}
    match view:
        case ReportView():
            own = {"copies": [it.sha256 for it in view.copies]}
        case ForceView():
            own = {"names": [view.name, *view.aliases]}
        case IncidentView():
            told = [(part_of(Attribution, it), part_of(Participation, it)) for it in view.participations]
            links = [(it.to, it.kind) for it in view.links]
            codings = [part_of(Coding, it) for it in view.codings]
            own = {"cited": [it.report_id for it in view.reports], "told": told, "links": links, "codings": codings}
        case CasualtyView():
            own = {"statements": view.figures, "positions": [*view.concessions, *view.denials]}
        case CoverageView():
            own = {"scope": part_of(Scope, view)}
        case ImportView():
            own = {"release": part_of(Release, view)}
    return {field: bare(own[field] if field in own else getattr(view, field)) for field in type(state).model_fields}


def bare(part: Any) -> Any:
    """A part as plain data, many of them in one order, without what only views add."""
    if isinstance(part, list | tuple | set | frozenset):
        return sorted((bare(it) for it in part), key=repr)
    if isinstance(part, Value):
        added = ("basis", "assessment", "report_withdrawn", "inferred", "corrected_by")
        return {field: value for field, value in part.model_dump().items() if field not in added}
    return part


@at_length
@given(st.data())
def test_dossiers_and_differences_are_those_of_a_log_that_ends_there(data: st.DataObject) -> None:
    with playing(data, 30) as play:
        at = st.integers(0, len(play.entries)).map(Position)
        first, then = sorted(data.draw(st.tuples(at, at)))
        whole = play.services.dossiers
        with TemporaryDirectory() as directory, closing(Logs(Path(directory))) as short:
            ended = short.services().dossiers
            short.plain().executescript(
                f"ATTACH '{play.logs.path}' AS whole;"
                f"INSERT INTO entries SELECT * FROM whole.entries WHERE position <= {then} ORDER BY position;"
            )
            for id in (*play.states, UUID(int=99)):
                dossier = unless_missing(whole.dossier, id, AsOf(then))
                assert dossier == unless_missing(ended.dossier, id)
                assert (dossier is None) == (id not in play.seen[then] or play.kind(id) is not Incident)
                changes = unless_missing(whole.diff, id, first, AsOf(then))
                assert changes == unless_missing(ended.diff, id, first)
                assert (changes is None) == (dossier is None)
                if dossier:
                    counted = [each for ids in dossier.adds_up.values() for each in ids]
                    standing = [it.id for it in dossier.casualties if not it.retracted]
                    assert sorted([*counted, *dossier.counted_in]) == sorted(standing)
                    assert {*dossier.counted_in.values()} <= {*counted}


def unless_missing(ask: Callable[..., Any], *about: Any) -> Any:
    with suppress(Missing):
        return ask(*about)
    return None
