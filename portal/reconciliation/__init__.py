"""The Reconciliation Service API 0.2: which entity a name in somebody's table means.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""
