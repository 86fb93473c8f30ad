"""The recipes of the cookbook: a query each, the code that asks it, what it answers."""
