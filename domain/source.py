"""An outlet or organisation that publishes reports, and how reliable it has proved."""

from enum import StrEnum
from typing import ClassVar, Self, assert_never
from uuid import UUID

from domain.fact import Aggregate, Fact, Verb
from domain.refusal import NothingChanges
from domain.scales import Reliability
from domain.value import Id, Line, Reason, Url, Value


class SourceKind(StrEnum):
    """What kind of outlet or organisation a source is."""

    NEWS_AGENCY = "news_agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    ONLINE_NEWS = "online_news"
    GOVERNMENT = "government"
    MILITARY = "military"
    ARMED_GROUP = "armed_group"
    INTERGOVERNMENTAL = "intergovernmental"
    NON_GOVERNMENTAL = "non_governmental"
    MONITOR = "monitor"
    RESEARCH = "research"
    SOCIAL_MEDIA = "social_media"
    INDIVIDUAL = "individual"
    OTHER = "other"


class Outlet(Value):
    """What a source is: its name, its kind and its address."""

    name: Line
    kind: SourceKind
    url: Url | None = None


class SourceRegistered(Fact, Outlet):
    """A source was entered."""

    verb: ClassVar = Verb.REGISTER


class SourceRated(Fact):
    """A source's reliability was judged, on the evidence given as reason."""

    verb: ClassVar = Verb.ASSESS
    reliability: Reliability
    reason: Reason


class Source(Aggregate[SourceRegistered, SourceRated]):
    """A source, as far as decisions need it."""

    opening: ClassVar = SourceRegistered
    later: ClassVar = SourceRated
    id: Id
    reliability: Reliability | None = None

    @classmethod
    def register(cls, outlet: Outlet) -> SourceRegistered:
        """Enter a source."""
        return SourceRegistered(**dict(outlet))

    def rate(self, reliability: Reliability, reason: str) -> SourceRated:
        """Judge how reliable the source has proved.

        Raises:
            NothingChanges: it is rated so already.
        """
        if reliability is self.reliability:
            raise NothingChanges(f"The source is rated {reliability} already.", "reliability")
        return SourceRated(reliability=reliability, reason=reason)

    @classmethod
    def opened(cls, id: UUID, fact: SourceRegistered) -> Self:  # noqa: ARG003 - decisions need none of it
        return cls(id=id)

    def after(self, fact: SourceRated) -> Self:
        match fact:
            case SourceRated(reliability=reliability):
                return self._with(reliability=reliability)
            case _:
                assert_never(fact)

    def must_stand(self, field: str | None = None) -> None:
        """A source is never taken back: what it published was published."""
