"""What an operator sees of a running server, and how a server stops."""
