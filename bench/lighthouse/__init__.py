"""The site in Lighthouse; ``make lighthouse`` installs it and runs it."""
