"""What a row counts otherwise than the releases before it."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple
from uuid import UUID

from application.importing.differing import Difference, dispute
from application.importing.drafts import IncidentDraft, TollDraft
from application.importing.release import ReleaseAtHand
from application.importing.reporting import count, word_of
from application.importing.working import Working
from application.record import fold
from domain.attribution import Attribution
from domain.casualty import Casualty
from domain.casualty_facts import (
    CasualtyReinstated,
    CasualtyReported,
    CasualtyRetracted,
    FigureReported,
    FigureRetracted,
    FigureRevised,
    Statement,
)
from domain.fact import Entry
from domain.incident import Incident
from domain.report import Report
from domain.toll import Toll
from domain.value import part_of


class _Counted(NamedTuple):
    """A casualty that the log has, as its dataset said it last and as the record had it before this release."""

    id: UUID
    entries: Sequence[Entry]
    said: Statement | None
    holds: bool
    """Whether the dataset has not taken it back since."""

    @property
    def recorded(self) -> Casualty:
        folded = fold(Casualty, self.id, iter(self.entries))
        assert folded is not None, "a casualty opens its own stream"
        return folded.state


def toll_differences(draft: IncidentDraft, id: UUID, working: Working, release: ReleaseAtHand) -> Iterator[Difference]:
    """Each toll that a row counts otherwise than its dataset did before."""
    known = working.casualties(id)
    working.fetch(known)
    counted = {each: _counted(each, working, release) for each in known}
    names = {force.id: camp for force, camp in ((it.force, it.camp) for it in draft.participations)}
    tolls = {toll.of(id).casualty_id: toll for toll in draft.tolls}
    for casualty, toll in tolls.items():
        before, fields = counted.get(casualty), (_name(toll.of(id), names),)
        if before is None or before.said is None or not before.holds:
            yield Difference(fields, partial(_count, draft, toll, id, before, working, release))
        elif (before.said.figure, before.said.inference) != (toll.figure, toll.inference):
            new = before.said.model_copy(update={"figure": toll.figure, "inference": toll.inference})
            yield _revision(fields, new, before, working, release)
    for casualty, before in counted.items():
        if casualty not in tolls and before.said and before.holds:
            fields = (_name(before.recorded.toll, names),)
            yield Difference(fields, partial(_take_back, casualty, before.said, working, release))


def _counted(casualty: UUID, working: Working, release: ReleaseAtHand) -> _Counted:
    entries = [it for it in working.history(casualty) if it.cause != release.cause]
    said, holds = None, False
    for entry in release.said_before(entries):
        match entry.fact:
            case CasualtyReported() | FigureReported() | FigureRevised() as fact:
                said, holds = part_of(Statement, fact), True
            case FigureRetracted() | CasualtyRetracted():
                holds = False
            case CasualtyReinstated():
                holds = True
    return _Counted(casualty, entries, said, holds)


def _revision(
    fields: tuple[str, ...], new: Statement, before: _Counted, working: Working, release: ReleaseAtHand
) -> Difference:
    """Its figure is another: it is revised, unless somebody else has revised or taken it back since."""
    recorded = before.recorded
    standing = next((it for it in recorded.statements if it.same_word(new)), None)
    if standing and standing.figure == new.figure and not recorded.retracted:
        return Difference(fields, lambda: None)
    if standing and before.said and standing.figure == before.said.figure and not recorded.retracted:
        return Difference(fields, partial(_revise, before.id, new, working, release))
    words = f"{release.reason[:-1]} of {fields[0]}: {new.figure.model_dump_json(exclude_none=True)}."
    incident = recorded.toll.incident_id
    return Difference(fields, partial(dispute, incident, words, working, release), contested=True)


def _revise(casualty: UUID, new: Statement, working: Working, release: ReleaseAtHand) -> None:
    """The dataset says otherwise now: this release corrects what an earlier one said. What was judged of it stays."""
    state, report = working.the(Casualty, casualty), working.shared(Report, release.report)
    standing = next(it for it in state.statements if it.same_word(new))
    fact = state.revise(
        new.model_copy(update={"credibility": standing.credibility}),
        release.reason,
        incident=working.the(Incident, state.toll.incident_id),
        report=working.shared(Report, new.report_id),
        corrected_by=None if new.report_id == report.id else report,
    )
    working.add(Casualty, casualty, fact)


def _count(
    draft: IncidentDraft,
    toll: TollDraft,
    id: UUID,
    before: _Counted | None,
    working: Working,
    release: ReleaseAtHand,
) -> None:
    """Counted for the first time; or again, after it was taken back."""
    state = working.find(Casualty, before.id) if before else None
    if state and state.retracted:
        working.add(Casualty, state.id, state.reinstate(release.reason))
        state = working.the(Casualty, state.id)
    if state and before and before.said and any(it.same_word(before.said) for it in state.statements):
        new = before.said.model_copy(update={"figure": toll.figure, "inference": toll.inference})
        if new.figure != next(it for it in state.statements if it.same_word(new)).figure:
            _revise(state.id, new, working, release)
    else:
        count(toll, toll.of(id), word_of(draft, working, release), working, known=state)


def _take_back(casualty: UUID, said: Statement, working: Working, release: ReleaseAtHand) -> None:
    """The dataset counts it no more: its figure goes, and with it the casualty where nobody else gives one."""
    state = working.the(Casualty, casualty)
    if state.retracted:
        return
    if any(not it.same_word(said) for it in state.statements):
        of, incident = part_of(Attribution, said), working.the(Incident, state.toll.incident_id)
        working.add(Casualty, casualty, state.retract_figure(of, release.reason, incident=incident))
    else:
        working.add(Casualty, casualty, state.retract(release.reason))


def _name(toll: Toll, camps: dict[UUID, str]) -> str:
    """`killed of a`, `injured of civilians`: the harm, and the camp or the side without a name."""
    side = f"camp {camps[toll.side]}" if isinstance(toll.side, UUID) and toll.side in camps else str(toll.side)
    return f"{toll.harm} of {side}"
