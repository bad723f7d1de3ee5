"""How well pages are read: a gold set of pages, each with what a careful librarian writes down, and its measure."""
