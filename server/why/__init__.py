"""Why a triple holds, what it would take, and what falls with a claim, in words."""
