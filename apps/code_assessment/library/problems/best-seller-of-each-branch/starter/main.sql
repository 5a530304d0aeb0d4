-- sale(id, branch, product, pieces, price_cents)
SELECT branch, product, price_cents
FROM sale;
