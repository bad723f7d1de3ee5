-- How many articles each rubric has in each year.
SELECT rubric.iri AS rubric, year(datePublished_first) AS year, count(*) AS n
FROM article JOIN rubric ON rubric.id = article.rubric
WHERE datePublished IS NOT NULL
GROUP BY ALL
