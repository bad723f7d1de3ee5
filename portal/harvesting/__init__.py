"""OAI-PMH 2.0: records for catalogues and aggregators, harvested whole or since a time.

https://www.openarchives.org/OAI/openarchivesprotocol.html
"""
