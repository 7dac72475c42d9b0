"""Everything that can be done and asked, on one ledger and its read model."""

from application.asking import Questions
from application.casualties import Casualties
from application.dossiers import Dossiers
from application.forces import Forces
from application.incidents import Incidents
from application.ledger import Ledger
from application.read_model import ReadModel
from application.reading import Readings
from application.reports import Reports
from application.sources import Sources


class Services:
    """One service for each aggregate, the readings, and the questions; all stand on the same ledger."""

    def __init__(self, ledger: Ledger, model: ReadModel) -> None:
        self.ledger = ledger
        self.sources = Sources(ledger)
        self.reports = Reports(ledger)
        self.forces = Forces(ledger)
        self.incidents = Incidents(ledger)
        self.casualties = Casualties(ledger)
        self.readings = Readings(ledger)
        self.dossiers = Dossiers(ledger)
        self.questions = Questions(ledger, model)
