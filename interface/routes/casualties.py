"""`/casualties`: the toll of one kind of harm to one side in one incident, with every competing figure."""

from functools import partial

from fastapi import APIRouter

from application.questions import CasualtyQuestion
from application.refusals import UnknownReference
from application.rows import CasualtyRow
from application.services import Services
from application.views.casualty import CasualtyView
from domain.casualty import AlreadyCounted, AlreadyReported, DisputesItself, NoSuchFigure, NotAParticipant
from domain.refusal import AlreadyMerged, AlreadyRetracted, NothingChanges, NotRetracted
from domain.report import AlreadyWithdrawn
from interface.lineage_links import casualty_links
from interface.routes.resource import Resource

STANDS = (AlreadyRetracted, AlreadyMerged)
RESTS = (*STANDS, UnknownReference, AlreadyWithdrawn)


def routes(services: Services) -> APIRouter:
    casualties = Resource("/casualties", CasualtyView, services)
    does = services.casualties
    casualties.creation(does.report, [*RESTS, AlreadyCounted])
    casualties.change("figures", does.report_figure, [*RESTS, AlreadyReported])
    casualties.change("revisions", does.revise, [*RESTS, NoSuchFigure, NothingChanges])
    casualties.change("disputes", does.dispute, [*RESTS, NoSuchFigure, DisputesItself, NothingChanges])
    casualties.change("concessions", does.concede, [*RESTS, NotAParticipant, NothingChanges])
    casualties.change("denials", does.deny, [*RESTS, NothingChanges])
    casualties.change("assessments", does.assess, [*STANDS, NoSuchFigure, NothingChanges])
    casualties.change("retractions", does.retract, [*STANDS, NoSuchFigure])
    casualties.change("reinstatements", does.reinstate, [NotRetracted])
    casualties.collection(
        CasualtyQuestion, CasualtyRow, "The casualties on record, with the figure that a policy picks"
    )
    casualties.item(
        partial(services.readings.one, CasualtyView),
        CasualtyView,
        casualty_links,
    )
    casualties.history()
    return casualties.router
