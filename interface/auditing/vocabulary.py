"""The vocabulary: every group of steps."""

from interface.auditing.registry import Vocabulary
from interface.auditing.vocabulary_claims import CLAIMS
from interface.auditing.vocabulary_corrections import CORRECTIONS
from interface.auditing.vocabulary_coverage import COVERAGE
from interface.auditing.vocabulary_figures import FIGURES
from interface.auditing.vocabulary_history import HISTORY
from interface.auditing.vocabulary_incidents import INCIDENTS
from interface.auditing.vocabulary_lineage import LINEAGE
from interface.auditing.vocabulary_naming import NAMING
from interface.auditing.vocabulary_recording import RECORDING
from interface.auditing.vocabulary_standpoint import STANDPOINT
from interface.auditing.vocabulary_verdicts import VERDICTS

VOCABULARY = Vocabulary(
    (
        STANDPOINT,
        NAMING,
        RECORDING,
        CORRECTIONS,
        INCIDENTS,
        FIGURES,
        LINEAGE,
        HISTORY,
        COVERAGE,
        CLAIMS,
        VERDICTS,
    )
)
