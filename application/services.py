"""Everything that can be done and asked, on one ledger and its read model."""

from collections.abc import Callable, Mapping

from application.asking import Questions
from application.bundles import Bundles
from application.bundling import Bundling
from application.casualties import Casualties
from application.claims import Claims
from application.claims_asked import ClaimQuestions, ClaimReadings
from application.coverages import Coverages
from application.deciding import Deciding
from application.differences import Differences
from application.dossiers import Dossiers
from application.forces import Forces
from application.grounds import Grounds
from application.importing.formats import Format
from application.importing.importer import Importer
from application.importing.runs import Runs
from application.importing.uploads import Uploads
from application.incidents import Incidents
from application.ledger import Ledger
from application.lineage import Lineages
from application.log_entries import LogEntries
from application.mirroring import Copy
from application.read_model import ReadModel
from application.reading import Readings
from application.reports import Reports
from application.signing import Signing
from application.similar import Similar
from application.sources import Sources
from application.stability import Stability


class Services:
    """One service for each aggregate, the readings, the questions, the imports; all stand on the same ledger."""

    def __init__(
        self, ledger: Ledger, model: ReadModel, formats: Mapping[str, Format], uploads: Uploads, proving: Bundling
    ) -> None:
        self.ledger = ledger
        self.proving = proving
        self.signing = Signing(proving)
        self.mirror: Callable[[], Copy | None] = lambda: None
        """Answers whose copy the log is, if it is one."""
        self.log = LogEntries(ledger)
        self.sources = Sources(ledger)
        self.reports = Reports(ledger)
        self.forces = Forces(ledger)
        self.incidents = Incidents(ledger)
        self.casualties = Casualties(ledger)
        self.coverages = Coverages(ledger)
        self.readings = Readings(ledger)
        self.dossiers = Dossiers(ledger)
        self.lineages = Lineages(ledger)
        self.questions = Questions(ledger, model)
        self.differences = Differences(ledger, self.questions, model, self.dossiers)
        self.deciding = Deciding(ledger, self.questions, model)
        self.bundles = Bundles(ledger, proving, Grounds(ledger, self.deciding))
        self.claims = Claims(ledger, self.deciding)
        self.told_claims = ClaimReadings(self.readings)
        self.asked_of_claims = ClaimQuestions(ledger, model, self.deciding)
        self.similar = Similar(self.questions)
        self.stability = Stability(ledger, self.questions)
        self.importer = Importer(ledger, model, formats)
        self.uploads = uploads
        self.runs = Runs(self.importer, ledger, uploads)
