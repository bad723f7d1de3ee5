"""The same mapping by engines of other makers, each in a virtual environment of its own (`make bench-peers`)."""
