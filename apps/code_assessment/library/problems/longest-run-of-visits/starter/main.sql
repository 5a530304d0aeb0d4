-- visit(member, day)
SELECT member, 1, min(day)
FROM visit
GROUP BY member;
