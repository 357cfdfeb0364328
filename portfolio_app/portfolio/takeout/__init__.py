"""Takeout: everything of one's own in one file, made in the background, and brought back in any instance of ours."""
