"""Where things are kept: objects (S3), ledger, register and rates (SQL)."""
