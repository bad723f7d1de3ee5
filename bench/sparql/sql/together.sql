-- What is mentioned together, and in how many articles.
WITH one AS (SELECT mentions, unnest(mentions) AS x FROM article),
pair AS (SELECT x, unnest(mentions) AS y FROM one)
SELECT 'https://data.example.org/' || x AS x, 'https://data.example.org/' || y AS y, count(*) AS n FROM pair
WHERE x < y
GROUP BY ALL
