"""The reference: our own solution of every task, as percent scripts, and the run that measures it.

`python -m solutions` runs all of it and writes a report. The scripts in `task*/` are the source of the notebooks.
"""
