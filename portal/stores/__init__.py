"""Stores of other makers that speak SPARQL 1.1: a release is pushed into one, queries are passed on to one."""
