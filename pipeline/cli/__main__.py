"""``python -m pipeline.cli`` is what ``.venv/bin/sohoa`` runs."""

from pipeline.cli import main

main()
