-- How often articles mention a place that lies within the country, at whatever depth.
WITH RECURSIVE inside AS (
  SELECT id FROM region WHERE within = 'KG'
  UNION
  SELECT region.id FROM region JOIN inside ON region.within = inside.id
),
mentioned AS (SELECT unnest(mentions) AS thing FROM article)
SELECT count(*) AS n FROM mentioned
WHERE thing IN (SELECT 'region/' || id FROM inside)
