"""Settings, logs and the data that changes without code."""
