"""Text into values: clean, sentences, tokens, chunks."""
