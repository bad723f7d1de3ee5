"""Pages of articles: Tuyun beside Hugo, from the same records."""
