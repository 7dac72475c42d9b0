"""Questions of a whole collection: of sources, reports, forces, incidents, casualties, sums, coverages, claims, ...

A question is the query of its request, as it stands there; every field is optional, and all that are given must hold.
Longer than most, by one class for each question.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, WithJsonSchema, field_validator

from application.moments import AskedMoment, AsOf, Cutoff, Without
from domain.edtf import Edtf
from domain.force_facts import ForceKind
from domain.kinds import IncidentKind
from domain.place import Country
from domain.policy import Policy
from domain.scales import Grading, Reliability
from domain.source import SourceKind
from domain.toll import Harm, PersonStatus, PopulationGroup, Side
from domain.value import Code, FromText, Id, Line, Value
from domain.verdict import Outcome

Number = Annotated[
    int,
    FromText(int, r"^[0-9]{1,10}$", "a whole number, at most ten digits"),
    Field(ge=0),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
"""A number of people, as a query writes it."""

Limit = Annotated[
    int,
    FromText(int, r"^[0-9]{1,4}$", "a whole number from 1 to 1000"),
    Field(ge=1, le=1000),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1000}),
]
"""How many rows, as a query writes it."""

ValueT = TypeVar("ValueT")


def _commas(given: Any) -> Any:
    return [each for text in given for each in text.split(",")] if isinstance(given, list) else given


Several = Annotated[tuple[ValueT, ...], BeforeValidator(_commas)]
"""One value or several, with commas between: a query gives each parameter once."""

Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\p{Cc}]*[^\s\p{Cc}][^\p{Cc}]*$")]
"""Words to look for: each must occur, whatever its case and accents."""


class Within(StrEnum):
    """How certainly something was within an interval."""

    POSSIBLY = "possibly"
    """Some day that it may have been is in the interval."""
    CERTAINLY = "certainly"
    """Every day that it may have been is."""


class Status(StrEnum):
    """Whether a thing stands by itself."""

    STANDING = "standing"
    RETRACTED = "retracted"
    """Taken back, or withdrawn."""
    MERGED = "merged"
    """Another stands for it."""
    ANY = "any"


@dataclass(frozen=True)
class BoundingBox:
    """West, south, east and north in degrees (WGS 84); where west is more than east, across the antimeridian."""

    west: float
    south: float
    east: float
    north: float


def _box(text: Any) -> Any:
    """From `west,south,east,north`, as in RFC 7946, section 5."""
    if not isinstance(text, str):
        return text
    number = r"[+-]?[0-9]{1,3}(\.[0-9]{1,15})?"
    if not re.fullmatch(rf"{number}(,{number}){{3}}", text.replace(" ", "+")):
        raise ValueError("a box is west,south,east,north in degrees, such as 35.5,32.3,42.4,37.3")
    box = BoundingBox(*map(float, text.replace(" ", "+").split(",")))
    if max(abs(box.west), abs(box.east)) > 180 or max(abs(box.south), abs(box.north)) > 90:  # noqa: PLR2004 - degrees
        raise ValueError("a longitude is at most 180 degrees, a latitude at most 90")
    if box.south > box.north:
        raise ValueError("the box's south lies north of its north")
    return box


Box = Annotated[
    BoundingBox,
    BeforeValidator(_box),
    WithJsonSchema({"type": "string", "examples": ["35.5,32.3,42.4,37.3"], "description": BoundingBox.__doc__}),
]


def _code(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    scheme, colon, value = text.partition(":")
    if not colon:
        raise ValueError("a code is its scheme and its value, with a colon between: ucdp-event:244657")
    return {"scheme": scheme, "value": value}


QueriedCode = Annotated[
    Code,
    BeforeValidator(_code),
    WithJsonSchema({"type": "string", "examples": ["ucdp-event:244657"]}),
]
"""An identifier of a published scheme, as a query writes it: the first colon ends the scheme."""


class Question(Value):
    """What every question says: as of which moment, published by when, without what, and which part of the answer."""

    model_config = ConfigDict(
        extra="ignore"
    )  # a query that is not taken is refused by name before, with those that are

    known_at: AskedMoment | None = Field(
        None, description="Answer as known then: an RFC 3339 instant, or a position of the log."
    )
    published_by: Cutoff | None = Field(
        None, description="Answer as if nothing that rests on later reports had been recorded: an instant, or a date."
    )
    without: Without = Field(
        (),
        description="Answer as if these, and what rests on them, had never been recorded: report:, source: or cause: "
        "(a command or an import) and an id.",
    )
    limit: Limit | None = Field(None, description="At most so many; 50 as JSON, and all in the other forms, if none.")
    cursor: Annotated[str, Field(max_length=500)] | None = Field(
        None, description="`next` of the page before, which pins the moment."
    )
    cite: Literal["true", "false"] = Field(
        "false", description="Also how to cite it: the position, and the signed checkpoint of the log that covers it."
    )

    @property
    def as_of(self) -> AsOf:
        """From where it is asked."""
        return AsOf(self.known_at, self.published_by, self.without)


class SourceQuestion(Question):
    """Of sources."""

    q: Words | None = Field(None, description="Words of the name.")
    kind: Several[SourceKind] = ()
    reliability: Several[Reliability] = ()
    sort: Literal["recorded", "-recorded", "name", "-name"] = "recorded"


class ReportQuestion(Question):
    """Of reports."""

    q: Words | None = Field(None, description="Words of the headline or the quote.")
    source: Id | None = Field(None, description="Published by this source.")
    published: Edtf | None = Field(None, description="Published within this EDTF interval.")
    within: Within = Within.POSSIBLY
    status: Status = Field(Status.ANY, description="Held good (`standing`), or withdrawn (`retracted`).")
    sort: Literal["recorded", "-recorded", "published", "-published"] = "recorded"


class ForceQuestion(Question):
    """Of forces."""

    q: Words | None = Field(None, description="Words of any one of its names.")
    kind: Several[ForceKind] = ()
    country: Several[Country] = ()
    force: Id | None = Field(None, description="This force, and those that stood under it at any time.")
    status: Status = Status.STANDING
    sort: Literal["recorded", "-recorded", "name", "-name"] = "recorded"


class OfIncidents(Question):
    """What a question may say of the incident: of incidents, of their casualties, and of sums."""

    occurred: Edtf | None = Field(None, description="Occurred within this EDTF interval.")
    within: Within = Field(Within.POSSIBLY, description="Whether possibly or certainly within it.")
    bbox: Box | None = Field(None, description="Its point lies in this box: west,south,east,north.")
    country: Several[Country] = ()
    force: Id | None = Field(
        None, description="This force, or one that stood under it at the time, took part or was harmed."
    )
    kind: Several[IncidentKind] = Field((), description="A broad kind takes in its narrow ones.")
    grading: Several[Grading] = ()
    q: Words | None = Field(None, description="Words of title, summary or place.")
    policy: Policy = Field(Policy.HIGHEST_CREDIBILITY, description="The rule that reconciles competing figures.")
    dataset: Line | None = Field(None, description="A row of this dataset codes it.")
    code: QueriedCode | None = Field(None, description="It bears this code: `scheme:value`.")
    min_killed: Number | None = None
    max_killed: Number | None = None
    min_injured: Number | None = None
    max_injured: Number | None = None
    min_missing: Number | None = None
    max_missing: Number | None = None
    min_captured: Number | None = None
    max_captured: Number | None = None
    min_detained: Number | None = None
    max_detained: Number | None = None
    min_displaced: Number | None = None
    max_displaced: Number | None = None

    @property
    def tolls(self) -> dict[Harm, tuple[int | None, int | None]]:
        """The fewest and the most people harmed that are asked for, by harm."""
        asked = {harm: (getattr(self, f"min_{harm}"), getattr(self, f"max_{harm}")) for harm in Harm}
        return {harm: bounds for harm, bounds in asked.items() if bounds != (None, None)}

    @field_validator(*(f"max_{harm}" for harm in Harm))
    @classmethod
    def _in_order(cls, most: int | None, field: ValidationInfo) -> int | None:
        least = str(field.field_name).replace("max_", "min_")
        fewest = field.data.get(least)
        if fewest is not None and most is not None and most < fewest:
            raise ValueError(f"it is less than {least}")
        return most


class IncidentQuestion(OfIncidents):
    """Of incidents."""

    status: Status = Status.STANDING
    sort: Literal["recorded", "-recorded", "occurred", "-occurred", "killed", "-killed", "title", "-title"] = "recorded"


class OfTolls(OfIncidents):
    """What a question may say of the toll itself."""

    incident: Id | None = Field(None, description="Of this incident, and of those merged into it.")
    harm: Several[Harm] = ()
    side: Several[Side] = Field((), description="Whose toll: a force's id, civilians, unknown or all.")
    person_status: Several[PersonStatus] = ()
    group: Several[PopulationGroup] = ()


class CasualtyQuestion(OfTolls):
    """Of casualties."""

    status: Status = Status.STANDING
    sort: Literal["recorded", "-recorded", "best", "-best"] = "recorded"


class Grouping(StrEnum):
    """What sums are grouped by."""

    COUNTRY = "country"
    MONTH = "month"
    YEAR = "year"
    FORCE = "force"
    KIND = "kind"
    SIDE = "side"
    HARM = "harm"


class TollQuestion(OfTolls):
    """Of sums: the figures of the casualties that stand, added up where nobody is counted twice."""

    group_by: Several[Grouping] = Field(
        (), description="One or several, with commas between. Different harms are never added together."
    )


NONE: Literal[""] = ""
"""What a query writes for a group that has no value, such as incidents whose country is not known."""


class LineageQuestion(TollQuestion):
    """Of what a sum adds up: every casualty that it considered.

    `of_...` names one row of `/toll` by the row's own values, empty where it has none. With `group_by` the casualties
    are compared as they are for sums grouped so: tolls of different sides are not where sides are apart.
    """

    status: Status = Field(Status.STANDING, description="Of incidents that stand, as in sums; or of others too.")
    of_country: Country | Literal[""] | None = Field(None, description="`country` of the row, empty for none.")
    of_month: Edtf | None = Field(None, description="`month` of the row.")
    of_year: Edtf | None = Field(None, description="`year` of the row.")
    of_kind: IncidentKind | None = Field(None, description="`kind` of the row, and no narrower one.")
    of_force: Id | Literal[""] | None = Field(None, description="`force_id` of the row, empty for none.")
    of_side: Side | None = Field(None, description="`side` of the row.")
    of_harm: Harm | None = Field(None, description="`harm` of the row.")


class CoverageQuestion(Question):
    """Of coverages."""

    q: Words | None = Field(None, description="Words of the basis.")
    occurred: Edtf | None = Field(None, description="Some day of its period lies in this EDTF interval.")
    country: Several[Country] = Field((), description="One that names no country may be of any.")
    kind: Several[IncidentKind] = Field(
        (), description="A broad kind takes in its narrow ones; a coverage without kinds is of every kind."
    )
    status: Status = Field(Status.STANDING, description="It stands, or was withdrawn (`retracted`).")
    sort: Literal["recorded", "-recorded"] = "recorded"


class ImportQuestion(Question):
    """Of imports."""

    dataset: Several[Line] = ()
    format: Several[Line] = ()
    finished: Several[Literal["true", "false"]] = Field((), description="Whether every row was looked at.")
    sort: Literal["recorded", "-recorded"] = "recorded"


class ClaimQuestion(Question):
    """Of claims."""

    q: Words | None = Field(None, description="Words of the statement.")
    report: Id | None = Field(None, description="On the word of this report.")
    verdict: Several[Outcome] = Field((), description="The verdict that was recorded last.")
    status: Status = Field(Status.STANDING, description="It stands, or was withdrawn (`retracted`).")
    drifted: Literal["true"] | None = Field(
        None,
        description="Only those of which the record says otherwise, as known at the asked moment, than the verdict "
        "that was recorded last: `now` is what it says. A page looks at `limit` claims with a verdict; it may have "
        "fewer.",
    )
    sort: Literal["recorded", "-recorded", "audited", "-audited"] = "recorded"


class OfStability(Question):
    """Of how stable knowledge of one thing is."""

    policy: Policy = Field(Policy.HIGHEST_CREDIBILITY, description="The rule that reconciles competing figures.")


class SourceStabilityQuestion(OfStability):
    """Of what became of what a source reported."""

    source: Id


class ImportStabilityQuestion(OfStability):
    """Of what became of what an import entered."""

    of_import: Id
