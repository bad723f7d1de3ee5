"""``tuyun doctor``: the HTTP contract as data (``contract.toml``), replayed against any host."""
