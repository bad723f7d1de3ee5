"""The query editor that pages load, as `make editor` copies it from its npm packages."""
