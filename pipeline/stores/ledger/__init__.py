"""The ledger: where every dossier, file, page, step and paper stands, in PostgreSQL.

Each function is one transaction, safe to repeat. Statements longer than a line are in ``stores/sql``.
"""
