"""Who may see which thing, from when until when, and who did."""
