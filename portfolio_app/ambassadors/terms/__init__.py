"""A term of ambassadors, from the call to the hand-over."""
