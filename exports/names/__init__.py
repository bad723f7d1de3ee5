"""The index of names: by it a portal finds who or what a name means, however it is written."""
