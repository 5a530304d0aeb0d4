WITH revenue AS (
    SELECT branch, product, sum(pieces * price_cents) AS cents
    FROM sale
    GROUP BY branch, product
),
ranked AS (
    SELECT branch, product, cents, row_number() OVER (PARTITION BY branch ORDER BY cents DESC) AS place
    FROM revenue
)
SELECT branch, product, cents
FROM ranked
WHERE place = 1
ORDER BY branch, product;
