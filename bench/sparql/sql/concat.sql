-- How many letters the list of the newest articles about each thing has.
WITH newest AS (
  SELECT iri, unnest(about) AS thing FROM article
  WHERE TRY_CAST(datePublished AS DATE) >= DATE '2025-06-01'
)
SELECT 'https://data.example.org/' || thing AS thing, length(string_agg(iri, ' ')) AS n FROM newest
GROUP BY ALL
