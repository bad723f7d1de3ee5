"""The graph as tables, for those who work in SQL, R or a notebook: Parquet and CSV, described for programs."""
