"""What an operator sees of a running server, and how it goes on and stops."""
