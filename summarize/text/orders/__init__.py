"""Tells sentences that speak to a language model, and give it orders, from those that report such."""

from summarize.text.orders.speech import is_order, likely, normalised, run_on

__all__ = ["is_order", "likely", "normalised", "run_on"]
