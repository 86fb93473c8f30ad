"""The names of things in every script: folded, indexed, and found when misspelt."""
