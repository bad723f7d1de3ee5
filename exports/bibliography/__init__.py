"""What libraries ask for: references to articles, and catalogue records of articles and of the magazine."""
