"""Shapes of what is wished for, not demanded."""
