"""What can be asked of claims: each in plain words, and those of which the record says otherwise by now."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import Any, cast
from uuid import UUID

from pydantic import TypeAdapter

from application.asking import Asked, Page, Questions
from application.deciding import Deciding
from application.ledger import Ledger
from application.moments import NOW, AsOf, Cutoff, Standpoint, left_out
from application.naming import Names
from application.questions import ClaimQuestion
from application.read_model import ReadModel
from application.reading import Readings, Seen
from application.resting import cut_off
from application.rows import ClaimRow
from application.views.claim import ClaimView
from domain.plain_words import words_of
from domain.value import Value
from domain.verdict import Outcome

_CUTOFF: TypeAdapter[Any] = TypeAdapter(Cutoff)


class ClaimReadings:
    """Claims as readers see them."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings

    def one(self, id: UUID, as_of: AsOf = NOW) -> ClaimView:
        """A claim with its assertion in words, as it is seen from there; refused as any reading is."""
        seen = self._readings.seen(as_of)
        claim = seen.one(ClaimView, id)
        return claim.model_copy(update={"words": words_of(claim.assertion, Names(seen))})


class ClaimQuestions(Questions):
    """What is asked of all claims: the answer tells each in words, and where that is asked, what it is decided now."""

    def __init__(self, ledger: Ledger, model: ReadModel, deciding: Deciding) -> None:
        super().__init__(ledger, model)
        self._log = ledger
        self._deciding = deciding

    def page(self, asked: Asked, limit: int) -> Page:
        """At most `limit` rows, and the cursor of the next.

        Where it is asked which drifted, the page is of those among the next `limit` claims with an audit: it may have
        fewer rows than that, or none, and still not be the last.

        Raises:
            UnknownReference: the question names what was not on record.
            NotReadYet: the read model is being built anew.
            TookTooLong: deciding a claim took longer than it may.
        """
        page = super().page(asked, limit)
        return Page(list(self._told(asked, page.rows)), page.next)

    def rows(self, asked: Asked) -> Generator[Value, None, None]:
        """Every row there is, one at a time; what `page` refuses, this refuses with the first of them."""
        with closing(super().rows(asked)) as rows:
            yield from self._told(asked, rows)

    def _told(self, asked: Asked, rows: Iterable[Value]) -> Iterator[Value]:
        question, names = cast("ClaimQuestion", asked.question), Names(Seen(self._log, asked.at))
        for it in rows:
            row = cast("ClaimRow", it)
            further: dict[str, Any] = {"words": words_of(row.assertion, names)}
            if question.drifted:
                further["now"] = self._now(row, asked)
                if row.recorded is None or further["now"] == row.recorded.verdict:
                    continue
            yield row.model_copy(update=further)

    def _now(self, row: ClaimRow, asked: Asked) -> Outcome:
        """What is decided by now on what was recorded last: of the same question, as known at the asked moment."""
        last = row.recorded
        assert last is not None, "only what was audited is asked for"
        published_by = None if last.published_by is None else _CUTOFF.validate_python(last.published_by)
        without = left_out(list(last.without)) if last.without else ()
        at = Standpoint(asked.at.position, cut_off(published_by, self._log.clock()), without)
        outcome, _ = self._deciding.outcome(row.assertion, last.policy, at)
        return outcome
