"""The page for those who take this archive into another portal."""
