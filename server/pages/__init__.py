"""What the pages show: looked up in the release, worked out, put into words."""
