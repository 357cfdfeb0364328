"""When classes of a school go out to hosts."""
