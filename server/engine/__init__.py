"""Who evaluates queries: the processes, what they exchange, and the two views."""
