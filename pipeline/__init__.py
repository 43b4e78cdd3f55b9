"""The pipeline from a paper dossier to a digitization rate. Read flow.py first."""
