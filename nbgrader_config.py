"""nbgrader for this course: the reference solutions are its source, `assignments/` is its release."""

import os
import sys
import warnings
from pathlib import Path

from autograder.gradebook.listing import list_no_code
from autograder.gradebook.tidy import tidy_up

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "ecg"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
# The percent scripts beside the notebooks are the solutions: they must not be copied to the students.
# instructor.json holds the seed of the hidden inputs: it must not be copied beside a student's feedback.
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".ipynb_checkpoints", "*.jinja", "instructor.json"]
# But of what students hand in, no script is left out.
c.ExchangeFactory.submit = "autograder.gradebook.exchange.SubmitScripts"
c.ExchangeFactory.collect = "autograder.gradebook.exchange.CollectScripts"

c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.ClearSolutions.code_stub = {"python": "# Write your code here.\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "Write your answer here."

# `solutions/` also holds code, which is no assignment.
list_no_code()

# `nbgrader generate_assignment` leaves the same bytes as `python -m autograder.build`.
c.GenerateAssignment.exporter_class = "autograder.gradebook.exporters.ReleaseExporter"

# A submission is read by our own reader, whatever happened to it, and its code runs in the sandboxed worker only.
# See autograder/gradebook. Database, seed and tier of isolation are options of GradeInSandbox.
c.Autograde.exporter_class = "autograder.gradebook.exporters.SubmissionExporter"
c.Autograde.pre_convert_hook = tidy_up(Path("assignments"))
c.Autograde.sanitize_preprocessors = [
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "autograder.gradebook.grading.GradeInSandbox",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.gradebook.grading.LeaveToPerson",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    "autograder.gradebook.waiting.TellWaiting",
    "autograder.gradebook.feedback.WrapLines",
]
c.ExportApp.plugin_class = "autograder.gradebook.waiting.ExportGrades"

# Submissions as Canvas, Moodle or anybody packs them, in downloaded/ASSIGNMENT/archive.
c.ZipCollectApp.extractor_plugin = "autograder.gradebook.collecting.ArchiveExtractor"
c.ZipCollectApp.collector_plugin = "autograder.gradebook.collecting.StudentCollector"

# nbgrader 0.9.6 makes SQLAlchemy 2 warn about each new submission; nothing is lost.
warnings.filterwarnings("ignore", "Object of type <Submitted")
# nbgrader runs alembic by its bare name, also where the environment was not activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
# TensorFlow writes to stderr when it starts.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
