SELECT lead.name, count(*), count(*)
FROM employee AS lead
JOIN employee AS person ON person.lead_id = lead.id
GROUP BY lead.id
ORDER BY count(*) DESC, lead.name;
