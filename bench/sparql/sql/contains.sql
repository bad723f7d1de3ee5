-- How many titles hold some words.
WITH titled AS (SELECT unnest([title_ky, title_ru, title_en]) AS title FROM article)
SELECT count(*) AS n FROM titled
WHERE contains(title, 'бюджет кеңеш')
