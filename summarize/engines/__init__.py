"""With and without a language model."""
