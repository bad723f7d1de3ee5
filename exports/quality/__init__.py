"""Pages about the data rather than from it: disagreements, completeness, the vocabulary and the shapes in words."""
