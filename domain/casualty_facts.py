"""What a casualty is, and the facts that its history is made of."""

from typing import Annotated, ClassVar

from domain.attribution import Attribution
from domain.fact import Fact, Verb
from domain.figure import Figure
from domain.scales import Credibility
from domain.toll import Toll
from domain.value import FromNumber, Id, Reason, Text

Judged = Annotated[Credibility, FromNumber()]
"""A credibility from 1 to 6, as a whole number."""


class Statement(Attribution):
    """What one report says of a toll, on whose word, and how credible that is by itself.

    `inference` says how the figure follows where the report does not state it: such a figure is marked as inferred.
    """

    figure: Figure
    inference: Text | None = None
    credibility: Judged | None = None


class CasualtyReported(Fact, Toll, Statement):
    """A toll was entered, with the first figure and its report."""

    verb: ClassVar = Verb.REPORT


class FigureReported(Fact, Statement):
    """A further report gives a figure of its own."""

    verb: ClassVar = Verb.REPORT


class FigureRevised(Fact, Statement):
    """The report says something else than was on record: it was entered wrongly, or its source has corrected it since.

    `corrected_by` is then the report that corrects it: a newspaper's correction, a later release of a dataset.
    """

    verb: ClassVar = Verb.REPORT
    reason: Reason
    corrected_by: Id | None = None


class FigureRetracted(Fact, Attribution):
    """The report gives no such figure: it was entered by mistake."""

    verb: ClassVar = Verb.RETRACT
    reason: Reason


class FigureDisputed(Fact, Attribution):
    """One report contradicts the figure of another; the statement says in what."""

    verb: ClassVar = Verb.DISPUTE
    disputed_by: Id
    statement: Text


class CasualtyConceded(Fact, Attribution):
    """A force that took part accepted responsibility, for as many as it says."""

    verb: ClassVar = Verb.CONCEDE
    force_id: Id
    figure: Figure
    statement: Text | None = None


class CasualtyDenied(Fact, Attribution):
    """A report denies the harm, in whose name it may say."""

    verb: ClassVar = Verb.DENY
    force_id: Id | None = None
    statement: Text


class FigureAssessed(Fact, Attribution):
    """The credibility of one report's figure was judged."""

    verb: ClassVar = Verb.ASSESS
    credibility: Judged
    reason: Reason


class CasualtyRetracted(Fact):
    """Nobody was harmed so, or it was entered by mistake; its history stays."""

    verb: ClassVar = Verb.RETRACT
    reason: Reason


class CasualtyReinstated(Fact):
    """The retraction was a mistake."""

    verb: ClassVar = Verb.REINSTATE
    reason: Reason


LaterCasualtyFact = (
    FigureReported
    | FigureRevised
    | FigureRetracted
    | FigureDisputed
    | CasualtyConceded
    | CasualtyDenied
    | FigureAssessed
    | CasualtyRetracted
    | CasualtyReinstated
)
