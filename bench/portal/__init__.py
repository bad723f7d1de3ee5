"""The portal beside nginx over the same files, and beside a DESCRIBE asked for each request."""
