"""What a query says, read from its text; nothing here evaluates or answers."""
