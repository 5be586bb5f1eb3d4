"""What runs in the worker process: the only part of the autograder that a submission's code can see."""
