"""`/forces`: armed actors, their names, and whom they held to when."""

from functools import partial

from fastapi import APIRouter

from application.questions import ForceQuestion
from application.refusals import UnknownReference
from application.rows import ForceRow
from application.services import Services
from application.similar import SuspectedForces
from application.views.force import ForceView
from domain.alike_forces import FORCE_THRESHOLD
from domain.force import AlreadyNamed, NoSuchAllegiance, StandsUnderItself
from domain.refusal import AlreadyMerged, MergedIntoItself, NothingChanges, NotMerged
from domain.report import AlreadyWithdrawn
from interface.routes.resource import Resource
from interface.routes.similar import similar


def routes(services: Services) -> APIRouter:
    forces = Resource("/forces", ForceView, services)
    forces.creation(services.forces.register)
    forces.change("names", services.forces.rename, [AlreadyMerged, NothingChanges])
    forces.change("aliases", services.forces.add_alias, [AlreadyMerged, AlreadyNamed])
    forces.change(
        "allegiances",
        services.forces.declare_allegiance,
        [UnknownReference, AlreadyMerged, AlreadyWithdrawn, NothingChanges, StandsUnderItself],
    )
    forces.change("allegiances/withdrawals", services.forces.withdraw_allegiance, [AlreadyMerged, NoSuchAllegiance])
    forces.change(
        "mergers", services.forces.merge, [UnknownReference, AlreadyMerged, MergedIntoItself, StandsUnderItself]
    )
    forces.change("splits", services.forces.split, [NotMerged])
    forces.collection(ForceQuestion, ForceRow, "The forces on record, by any of their names")
    forces.item(partial(services.readings.one, ForceView), ForceView)
    forces.history()
    similar(forces, services.similar.forces, SuspectedForces, FORCE_THRESHOLD)
    return forces.router
