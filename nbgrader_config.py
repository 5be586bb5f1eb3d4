"""nbgrader for this course: the reference solutions are its source, `assignments/` is its release."""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "ecg"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "assignments"
# The percent scripts beside the notebooks are the solutions: they must not be copied to the students.
c.CourseDirectory.ignore = ["*.py", "*.pyc", "__pycache__", ".ipynb_checkpoints", "*.jinja"]

c.ClearSolutions.begin_solution_delimeter = "BEGIN SOLUTION"
c.ClearSolutions.end_solution_delimeter = "END SOLUTION"
c.ClearSolutions.code_stub = {"python": "# Write your code here.\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "Write your answer here."

# TensorFlow writes to stderr when it starts, and nbgrader gives no point to a cell that does.
import os  # noqa: E402

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
