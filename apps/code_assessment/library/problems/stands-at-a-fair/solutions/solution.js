function layouts(hall) {
  const size = hall.length;
  const columns = new Set();
  const falling = new Set();
  const rising = new Set();

  function count(row) {
    if (row === size) return 1;
    let total = 0;
    for (let column = 0; column < size; column++) {
      if (hall[row][column] === "#") continue;
      if (columns.has(column) || falling.has(row - column) || rising.has(row + column)) continue;
      columns.add(column);
      falling.add(row - column);
      rising.add(row + column);
      total += count(row + 1);
      columns.delete(column);
      falling.delete(row - column);
      rising.delete(row + column);
    }
    return total;
  }

  return count(0);
}

module.exports = { layouts };
