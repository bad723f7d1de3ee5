-- How much was published in each year: articles, and issues with their editions, which have dates too.
WITH dated AS (
  SELECT datePublished_first AS day FROM article WHERE datePublished IS NOT NULL
  UNION ALL SELECT unnest(datePublished) FROM issue
  UNION ALL SELECT datePublished FROM edition
)
SELECT year(day) AS year, count(*) AS n FROM dated
GROUP BY ALL
