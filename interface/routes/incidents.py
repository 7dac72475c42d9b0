"""`/incidents`: occurrences on the ground."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from application.moments import AsOf
from application.questions import IncidentQuestion
from application.refusals import Missing, UnknownReference
from application.rows import IncidentRow
from application.services import Services
from application.similar import SuspectedIncidents
from application.views.change import Change
from application.views.incident import Dossier, IncidentView
from domain.incident import (
    AlreadyCited,
    AlreadyLinked,
    AuthorCannotConfirm,
    LinkedToItself,
    NoSuchParticipation,
    ReviewerNeeded,
)
from domain.moment import InTheFuture
from domain.refusal import (
    AlreadyMerged,
    AlreadyRetracted,
    MergedIntoItself,
    NothingChanges,
    NotMerged,
    NotRetracted,
)
from domain.report import AlreadyWithdrawn
from domain.similarity import THRESHOLD
from domain.value import Id
from interface.answering import UNCHANGED
from interface.asking import AskedAsOf, LeavingOut, PublishedBy, Reader, moment
from interface.freshness import freshness, unchanged
from interface.lineage_links import dossier_links
from interface.openapi import problems
from interface.routes.resource import AS_KNOWN, Resource
from interface.routes.similar import similar

STANDS = (AlreadyRetracted, AlreadyMerged)
RESTS = (*STANDS, UnknownReference, AlreadyWithdrawn)


def routes(services: Services) -> APIRouter:
    incidents = Resource("/incidents", IncidentView, services)
    does = services.incidents
    incidents.creation(does.report, [UnknownReference, AlreadyWithdrawn, InTheFuture])
    incidents.change("relocations", does.relocate, [*RESTS, NothingChanges])
    incidents.change("redatings", does.redate, [*RESTS, NothingChanges, InTheFuture])
    incidents.change("reclassifications", does.reclassify, [*RESTS, NothingChanges])
    incidents.change("retellings", does.retell, [*RESTS, NothingChanges])
    incidents.change("participations", does.tell, [*RESTS, NothingChanges, InTheFuture])
    incidents.change("participations/retractions", does.retract_participation, [*STANDS, NoSuchParticipation])
    incidents.change("codings", does.code, [*RESTS, NothingChanges])
    incidents.change("corroborations", does.corroborate, [*RESTS, AlreadyCited])
    incidents.change("disputes", does.dispute, [*RESTS, NothingChanges])
    incidents.change("gradings", does.grade, [*STANDS, NothingChanges, ReviewerNeeded, AuthorCannotConfirm])
    incidents.change("links", does.link, [*STANDS, UnknownReference, LinkedToItself, AlreadyLinked])
    incidents.change("mergers", does.merge, [*STANDS, UnknownReference, MergedIntoItself])
    incidents.change("splits", does.split, [NotMerged])
    incidents.change("retractions", does.retract, STANDS)
    incidents.change("reinstatements", does.reinstate, [NotRetracted])
    incidents.collection(IncidentQuestion, IncidentRow, "The incidents on record, each with its toll under a policy")
    incidents.history()
    similar(incidents, services.similar.incidents, SuspectedIncidents, THRESHOLD)

    @incidents.router.get(
        "/{id}",
        summary="An incident with its casualties; one that was merged forwards to the one that stands for it",
        responses={
            **UNCHANGED,
            **problems([*AS_KNOWN, Missing]),
            307: {"description": "It was merged: `Location` is the incident that stands for it."},
        },
        response_model=Dossier,
    )
    def dossier(id: Id, as_of: AskedAsOf, response: Response, asked: Request, _: Reader) -> Response | Dossier:
        position = services.ledger.position_at(as_of.known_at)
        found = services.dossiers.dossier(id, as_of._replace(known_at=position))
        if found.merged_into:
            query = f"?{asked.url.query}" if asked.url.query else ""
            return RedirectResponse(f"/incidents/{found.merged_into}{query}", 307)
        headers = freshness(asked, position, version=found.version)
        response.headers.update({**headers, **dossier_links(as_of, position, id)})
        return unchanged(asked, headers) or found

    @incidents.router.get(
        "/{id}/diff",
        summary="What came to be known of an incident and its casualties between two moments, in log order",
        responses={**UNCHANGED, **problems([*AS_KNOWN, Missing])},
        response_model=Sequence[Change],
    )
    def diff(
        id: Id,
        published_by: PublishedBy,
        without: LeavingOut,
        asked: Request,
        response: Response,
        _: Reader,
        since: Annotated[
            str | None, Query(alias="from", description="After this moment; from the beginning if none.")
        ] = None,
        to: Annotated[str | None, Query(description="Up to this moment; now if none.")] = None,
    ) -> Sequence[Change] | Response:
        first, last = moment(since, "from"), services.ledger.position_at(moment(to, "to"))
        found = services.dossiers.diff(id, first, AsOf(last, published_by, without))
        headers = freshness(asked, last)
        response.headers.update(headers)
        return unchanged(asked, headers) or found

    return incidents.router
