"""Who supplies a region today, and who could supply instead."""
