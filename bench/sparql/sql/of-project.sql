-- The titles of the articles about a project.
WITH titled AS (
  SELECT iri, unnest([title_ky, title_ru, title_en]) AS title FROM article
  WHERE list_contains(about, 'project/project-7')
)
SELECT iri, title FROM titled
WHERE title IS NOT NULL
ORDER BY iri LIMIT 100
