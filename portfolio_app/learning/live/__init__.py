"""A lesson a class has together: where everybody is, what is opened for all, and a wall of short answers."""
