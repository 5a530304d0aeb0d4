-- employee(id, name, lead_id)
SELECT name, 0, 0
FROM employee;
