"""The questions of the cookbook, one file each: data only."""
