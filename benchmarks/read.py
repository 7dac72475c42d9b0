"""Every benchmark of the read side: `CASUS_BENCH_DIR=... python -m benchmarks.read`; or each module by its name.

They need UCDP's Syria file (CASUS_UCDP_SYRIA), and make a large record from it, which takes minutes: CASUS_BENCH_DIR
keeps that record, and the read model of it, for the next time.
"""

from benchmarks.delay import delay
from benchmarks.measure import show
from benchmarks.questions import questions
from benchmarks.rebuild import rebuild
from benchmarks.streaming import streaming
from benchmarks.sums import sums

if __name__ == "__main__":
    show(rebuild, delay, questions, sums, streaming)
