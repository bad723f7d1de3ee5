-- How many articles have no author who belongs to an organization.
SELECT count(*) AS n FROM article
WHERE id NOT IN (SELECT article FROM contribution WHERE list_contains(affiliation, 'organization-1'))
