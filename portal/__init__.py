"""HTTP over a release: negotiation, documents, harvesting and reconciliation protocols. Nothing is ever written."""
