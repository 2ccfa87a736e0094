"""The seam to a language model."""
