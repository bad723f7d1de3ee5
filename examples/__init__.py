"""Programs that use what an archive publishes; each runs as it stands, and a test runs each."""
