"""pikepdf (and through it qpdf): what stands in a PDF, its pages as they were scanned, and the two-layer PDF."""
