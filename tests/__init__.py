"""The tests: offline, without a key, in any order."""
