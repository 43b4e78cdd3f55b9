"""A second set of layouts, written after the misses of the first had been looked at, and as blind as that one was."""
