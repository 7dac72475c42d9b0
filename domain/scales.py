"""The scales on which sources, statements and incidents are judged, each by itself."""

from enum import IntEnum, StrEnum


class Reliability(StrEnum):
    """How reliable a source has proved: the NATO Admiralty code (AJP-2.1). F is *cannot be judged*, not *worst*."""

    COMPLETELY_RELIABLE = "A"
    USUALLY_RELIABLE = "B"
    FAIRLY_RELIABLE = "C"
    NOT_USUALLY_RELIABLE = "D"
    UNRELIABLE = "E"
    CANNOT_BE_JUDGED = "F"


class Credibility(IntEnum):
    """How credible one statement is: the Admiralty code's other axis. 6 is *cannot be judged*, not *worst*."""

    CONFIRMED_BY_OTHER_SOURCES = 1
    PROBABLY_TRUE = 2
    POSSIBLY_TRUE = 3
    DOUBTFUL = 4
    IMPROBABLE = 5
    CANNOT_BE_JUDGED = 6


class Grading(StrEnum):
    """Airwars' grading of an incident of civilian harm (airwars.org, methodology)."""

    CONFIRMED = "confirmed"
    """A belligerent has accepted responsibility."""
    FAIR = "fair"
    """Two or more credible sources, and likely or confirmed action nearby."""
    WEAK = "weak"
    """A single source's claim."""
    CONTESTED = "contested"
    """Competing claims of responsibility."""
    DISCOUNTED = "discounted"
    """Those killed were combatants, or others were responsible."""
