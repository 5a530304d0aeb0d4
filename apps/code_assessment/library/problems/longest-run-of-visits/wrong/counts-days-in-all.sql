SELECT member, count(DISTINCT day), min(day)
FROM visit
GROUP BY member
ORDER BY count(DISTINCT day) DESC, member;
