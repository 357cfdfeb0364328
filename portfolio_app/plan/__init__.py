"""A pupil's plan: goals with their steps, what may get in the way, and the calendar of when to look at them again."""
