"""Match a stranger's names, types and values with the things of a release."""
