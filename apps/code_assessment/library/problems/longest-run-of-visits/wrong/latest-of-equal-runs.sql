WITH days AS (
    SELECT DISTINCT member, day
    FROM visit
),
numbered AS (
    SELECT member, day, julianday(day) - row_number() OVER (PARTITION BY member ORDER BY day) AS run
    FROM days
),
runs AS (
    SELECT member, count(*) AS length, min(day) AS first_day
    FROM numbered
    GROUP BY member, run
),
ranked AS (
    SELECT member, length, first_day,
        row_number() OVER (PARTITION BY member ORDER BY length DESC, first_day DESC) AS place
    FROM runs
)
SELECT member, length, first_day
FROM ranked
WHERE place = 1
ORDER BY length DESC, member;
