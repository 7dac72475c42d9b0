"""Questions of whole collections on their way to an answer: from which standpoint, and which part of it."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Generator, Sequence
from contextlib import closing
from hashlib import sha256
from typing import NamedTuple

from application.ledger import Ledger
from application.moments import AsOf, Standpoint
from application.questions import Question
from application.read_model import Following, NotReadYet, Progress, ReadModel, ReadModelStopped
from application.standpoints import standpoint
from domain.fact import Position
from domain.refusal import Refusal
from domain.value import Value

PATIENCE = 5.0
"""Seconds for which a question, or a command, waits for the read model to come so far."""

_PINNED = re.compile(r"([0-9]{1,15})\.(-?[0-9]{1,20})?\.([0-9]{1,15})\.[0-9a-f]{16}")


class UnknownCursor(Refusal):
    """The cursor is not one that was given for this question, or it pins another moment than is asked about."""


class Asked(NamedTuple):
    """A question with the standpoint that it is answered from, and how much of the answer was given before."""

    question: Question
    at: Standpoint
    offset: int = 0


class Page(NamedTuple):
    """A part of an answer, and the cursor of the rest, if there is any."""

    rows: Sequence[Value]
    next: str | None


class Questions:
    """What is asked of whole collections, and answered by the read model."""

    def __init__(self, ledger: Ledger, model: ReadModel) -> None:
        self._ledger = ledger
        self._model = model

    def asked(self, question: Question) -> Asked:
        """The question with the standpoint that it names, that its cursor pins, or that the read model is at.

        Raises:
            UnknownMoment: a moment has not come.
            UnknownReference: what is to be left out was not on record.
            UnknownCursor: the cursor was tampered with, is another question's, or contradicts the moments named.
            NotReadYet, ReadModelStopped: the read model has not come so far.
        """
        latest = self._latest() if question.known_at is None and question.cursor is None else None
        at = standpoint(question.as_of if latest is None else question.as_of._replace(known_at=latest), self._ledger)
        if question.cursor is None:
            asked = Asked(question, at)
        else:
            asked = self._pinned(question, question.cursor)
            if question.known_at is not None and at.position != asked.at.position:
                raise UnknownCursor("The cursor pins another position than `known_at`.", "cursor")
            if at.published not in (None, asked.at.published):
                raise UnknownCursor("The cursor pins another cut-off than `published_by`.", "cursor")
        self._must_reach(asked.at.position)
        return asked

    def standpoint(self, as_of: AsOf) -> Standpoint:
        """From where somebody asks to look, once the read model is there; now is where the read model is.

        Raises:
            UnknownMoment: a moment has not come.
            UnknownReference: what is to be left out was not on record.
            NotReadYet, ReadModelStopped: the read model has not come so far.
        """
        at = standpoint(as_of if as_of.known_at is not None else as_of._replace(known_at=self._latest()), self._ledger)
        self._must_reach(at.position)
        return at

    def page(self, asked: Asked, limit: int) -> Page:
        """At most `limit` rows, and the cursor of the next.

        Raises:
            UnknownReference: the question names what was not on record.
            NotReadYet: the read model is being built anew.
        """
        with closing(self._model.rows(asked.question, asked.at, limit + 1, asked.offset)) as rows:
            found = list(rows)
        more = len(found) > limit
        return Page(found[:limit], cursor_of(asked._replace(offset=asked.offset + limit)) if more else None)

    def rows(self, asked: Asked) -> Generator[Value, None, None]:
        """Every row there is, one at a time; what `page` refuses, this refuses with the first of them."""
        return self._model.rows(asked.question, asked.at, None, asked.offset)

    def readable(self, position: Position) -> bool:
        """Waits, within bounds, until questions see an entry; whether they do."""
        return self._model.reach(position, PATIENCE)

    def progress(self) -> Progress:
        """How far the read model is."""
        return self._model.progress()

    def _latest(self) -> Position:
        """The position that the read model is at, once it was built."""
        progress = self._model.progress()
        if progress.state is not Following.FOLLOWING:
            self._must_reach(Position(progress.of))
        return self._model.position

    def _must_reach(self, position: Position) -> None:
        if self._model.position >= position or self._model.reach(position, PATIENCE):
            return
        progress = self._model.progress()
        if progress.state is Following.STOPPED:
            raise ReadModelStopped(f"It stopped after position {progress.position}; ask as known at that, or before.")
        raise NotReadYet(f"It has read {progress.position} of {progress.of} entries.")

    def _pinned(self, question: Question, cursor: str) -> Asked:
        try:
            text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        except ValueError:
            text = ""
        if pinned := _PINNED.fullmatch(text):
            position, published, offset = pinned.groups()
            by = None if published is None else int(published)
            at = Standpoint(Position(int(position)), by, question.without)
            asked = Asked(question, at, int(offset))
            if cursor_of(asked) == cursor and at.position <= self._ledger.position_at(None):
                return asked
        raise UnknownCursor(
            "It is no cursor of this question: take `next` as it is, with the same parameters.", "cursor"
        )


def cursor_of(asked: Asked) -> str:
    """The standpoint and how far the answer was given, with a digest that makes it this question's only."""
    at = asked.at
    pinned = f"{at.position}.{'' if at.published is None else at.published}.{asked.offset}"
    content = asked.question.model_dump_json(exclude={"known_at", "published_by", "cursor", "limit", "cite"})
    digest = sha256(f"{type(asked.question).__name__}\n{content}\n{pinned}".encode()).hexdigest()[:16]
    return urlsafe_b64encode(f"{pinned}.{digest}".encode()).decode().rstrip("=")
