SELECT lead.name, count(DISTINCT person.id), count(DISTINCT person.id) + count(other.id)
FROM employee AS lead
JOIN employee AS person ON person.lead_id = lead.id
LEFT JOIN employee AS other ON other.lead_id = person.id
GROUP BY lead.id
ORDER BY 3 DESC, lead.name;
