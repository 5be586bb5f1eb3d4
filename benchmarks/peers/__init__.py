"""Other graders, run as they are shipped beside ours: the same submissions, the same checks, the same machine."""
