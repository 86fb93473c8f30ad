"""What the article says, and the road from its sources to a release."""
