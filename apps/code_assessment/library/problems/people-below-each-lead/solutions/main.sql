WITH RECURSIVE below (lead_id, id, steps) AS (
    SELECT lead_id, id, 1
    FROM employee
    WHERE lead_id IS NOT NULL
    UNION ALL
    SELECT employee.lead_id, below.id, below.steps + 1
    FROM below
    JOIN employee ON employee.id = below.lead_id
    WHERE employee.lead_id IS NOT NULL
)
SELECT employee.name, sum(below.steps = 1), count(*)
FROM below
JOIN employee ON employee.id = below.lead_id
GROUP BY employee.id
ORDER BY count(*) DESC, employee.name;
