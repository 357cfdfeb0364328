"""What a pupil does before they leave school, so that everything stays theirs."""
