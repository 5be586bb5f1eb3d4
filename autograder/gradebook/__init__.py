"""What nbgrader needs to grade this course: `nbgrader_config.py` names each of these plug-ins.

`slots`       the cells that nbgrader knows, and where a submission has them
`rebuild`     a notebook that nbgrader can read, from whatever was handed in
`shown`       what may be shown of a submission in an instructor's browser
`exporters`   where nbgrader reads a submission, and writes a release
`grading`     our checks in place of nbgrader's Execute
`feedback`    pages for narrow screens
`collecting`  `nbgrader zip_collect`: whose file this is, and of which notebook
`tidy`        before `nbgrader autograde`: wrong names, links, pipes
"""
