"""Every benchmark of the log; `make bench`. Those of the read side take some twenty minutes: benchmarks/read.py."""

from benchmarks.bulk import bulk
from benchmarks.growth import growth
from benchmarks.measure import show
from benchmarks.replay import replay
from benchmarks.single import single

show(single, bulk, replay, growth)
