"""Cited summaries and a dated timeline from articles about one story."""
