"""The cookbook: questions that researchers ask, each with the query that answers it, run in every release."""
