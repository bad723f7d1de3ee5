"""Data only: see the Turtle files beside this one."""
