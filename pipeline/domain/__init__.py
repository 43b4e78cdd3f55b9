"""The words of the trade as values: no I/O, no vendor, no clock."""
