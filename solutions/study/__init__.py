"""Reference networks for strangers' hearts: `python -m solutions.study` trains them, measures them once, and says what each idea brought.

The notebooks of tasks 5 to 8 stay as small as a lesson needs. Here the same four kinds of network get what a careful engineer would
give them. No choice was made by a test patient, but several recipes met them before these: README says which, and how they did.
"""
