"""Tuyun's core: sources, records, linking, builders, claims, consolidation and gate.

The rooms stand in the order in which data flows; only the command line (``cli``) wires them together.
"""
