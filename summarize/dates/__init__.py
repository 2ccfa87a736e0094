"""Date expressions, and what they resolve to."""
