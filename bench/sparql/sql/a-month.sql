-- What was published on a day of May 2020: articles, and issues with their editions, which have dates too.
WITH dated AS (
  SELECT iri, TRY_CAST(datePublished AS DATE) AS day FROM article
  UNION ALL SELECT iri, unnest(datePublished) FROM issue
  UNION ALL SELECT iri, datePublished FROM edition
)
SELECT iri FROM dated
WHERE day >= DATE '2020-05-01' AND day < DATE '2020-06-01'
