"""What libraries ask for: citations, and records for catalogues and reference managers, of articles and of the magazine."""
