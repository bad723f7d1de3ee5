"""SPARQL 1.1 over the release that is served: read-only, bounded, and unable to reach any other host.

The portal reads a request (``protocol``, ``query_text``), chooses the form of the answer (``answers``) and gives the
question to an ``engine``. The portal's own engine (``local``) asks a *keeper*, a process of its own that keeps queue
and limits; the keeper gives questions to *workers*, which a *holder* of the data forks. So whatever a query does, it
does it where it can be killed.
"""
