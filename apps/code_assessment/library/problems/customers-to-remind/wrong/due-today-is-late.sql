SELECT customer.name, count(*), sum(invoice.cents)
FROM customer
JOIN invoice ON invoice.customer_id = customer.id
JOIN today ON invoice.due_on <= today.day
WHERE invoice.paid_on IS NULL
GROUP BY customer.id
ORDER BY sum(invoice.cents) DESC, customer.name, customer.id;
