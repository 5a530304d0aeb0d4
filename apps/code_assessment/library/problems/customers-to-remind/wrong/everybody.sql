SELECT customer.name, count(*), sum(invoice.cents)
FROM customer
LEFT JOIN invoice
    ON invoice.customer_id = customer.id AND invoice.paid_on IS NULL AND invoice.due_on < (SELECT day FROM today)
GROUP BY customer.id
ORDER BY sum(invoice.cents) DESC, customer.name, customer.id;
