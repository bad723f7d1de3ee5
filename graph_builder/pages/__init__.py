"""Reading captured pages: bytes to text, text to layout, head, byline and body, and these to records."""
