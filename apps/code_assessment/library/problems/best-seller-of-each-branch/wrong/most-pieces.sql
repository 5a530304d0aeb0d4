WITH revenue AS (
    SELECT branch, product, sum(pieces) AS pieces, sum(pieces * price_cents) AS cents
    FROM sale
    GROUP BY branch, product
)
SELECT branch, product, cents
FROM revenue AS one
WHERE pieces = (SELECT max(pieces) FROM revenue AS other WHERE other.branch = one.branch)
ORDER BY branch, product;
