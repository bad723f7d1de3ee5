-- The newest articles of a rubric, with their titles.
WITH titled AS (
  SELECT iri, unnest([title_ky, title_ru, title_en]) AS title, datePublished FROM article
  WHERE rubric = 'rubric-3' AND datePublished IS NOT NULL
)
SELECT iri, title, datePublished FROM titled
WHERE title IS NOT NULL
ORDER BY datePublished DESC, iri LIMIT 50
