"""The stand-in: a synthetic database with the names, leads and counts of MIT-BIH, for work without a download.

Results on the stand-in say nothing about real hearts and are always labelled as such. Read in this order: `facts`
(figures of each record), `rhythm` and `marks` (when), `beats` and `hearts` (what a patient's beats look like),
`signals` and `noise` (samples), `synthesis` (a record), `writer` (the database).
"""

from ecgkit.standin.facts import RECORD_NAMES
from ecgkit.standin.synthesis import synthesize_record
from ecgkit.standin.writer import StandInInfo, standin_info, write_database

__all__ = ["RECORD_NAMES", "StandInInfo", "standin_info", "synthesize_record", "write_database"]
