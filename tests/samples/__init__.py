"""The paper mill: filled forms of synthetic people, printed, scanned, and the truth beside each.

``samples.paper("receipt", seed=1)`` prints, ``samples.scan(…, profile="ordinary")`` scans, ``samples.file(…)`` writes
a file with its truth. The same seed always gives the same bytes. docs/samples.md says what there is.
"""

from __future__ import annotations

from tests.samples.mill import KINDS, Printed, contradictions, file, layouts, paper, scan, together, truth
from tests.samples.scanning import PROFILES, Damage, Scan

__all__ = [
    "KINDS",
    "PROFILES",
    "Damage",
    "Printed",
    "Scan",
    "contradictions",
    "file",
    "layouts",
    "paper",
    "scan",
    "together",
    "truth",
]
