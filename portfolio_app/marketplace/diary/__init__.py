"""What a pupil writes about days at a workplace: a diary, how it was, a note of thanks; and what they keep of it."""
