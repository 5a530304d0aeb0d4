function playOrder(songs, moves) {
  const behind = Array.from({ length: songs + 1 }, (_, song) => (song + 1) % (songs + 1));
  const before = Array.from({ length: songs + 1 }, (_, song) => (song + songs) % (songs + 1));
  for (const [song, after] of moves) {
    behind[before[song]] = behind[song];
    before[behind[song]] = before[song];
    const following = behind[after];
    behind[after] = song;
    before[song] = after;
    behind[song] = following;
    before[following] = song;
  }
  const order = [];
  for (let song = behind[0]; song !== 0; song = behind[song]) order.push(song);
  return order;
}

module.exports = { playOrder };
