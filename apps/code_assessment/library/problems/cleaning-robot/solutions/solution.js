const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
];

function cleanedCells(width, height, commands) {
  let column = 0;
  let row = 0;
  let direction = 0;
  const cleaned = new Set([0]);
  for (const command of commands) {
    if (command === "R") direction = (direction + 1) % 4;
    else if (command === "L") direction = (direction + 3) % 4;
    else {
      const [right, down] = DIRECTIONS[direction];
      column = Math.min(width - 1, Math.max(0, column + right));
      row = Math.min(height - 1, Math.max(0, row + down));
      cleaned.add(row * width + column);
    }
  }
  return [column, row, cleaned.size];
}

module.exports = { cleanedCells };
