"""Event kits: a poster, slides, a handout and a script for what ambassadors do, made from the school's real data."""
