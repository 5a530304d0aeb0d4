-- customer(id, name)
-- invoice(id, customer_id, cents, due_on, paid_on)
-- today(day)
SELECT name, 0, 0
FROM customer;
