function sharedManager(manager, one, other) {
  const above = new Set();
  for (let person = one; person !== -1; person = manager[person]) above.add(person);
  let person = other;
  while (!above.has(person)) person = manager[person];
  return person;
}

module.exports = { sharedManager };
