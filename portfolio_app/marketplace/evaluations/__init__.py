"""What a host says of a pupil's days there, in a minute: read by the adult at school first, then by the pupil, who
keeps of it what they want."""
