"""What ambassadors did this term, as the people of their school see it."""
