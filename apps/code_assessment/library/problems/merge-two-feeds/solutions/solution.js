function mergeFeeds(ours, theirs) {
  const merged = [];
  let left = 0;
  let right = 0;
  while (left < ours.length || right < theirs.length) {
    const takeOurs = right === theirs.length || (left < ours.length && ours[left] <= theirs[right]);
    const time = takeOurs ? ours[left++] : theirs[right++];
    if (merged.length === 0 || merged[merged.length - 1] !== time) merged.push(time);
  }
  return merged;
}

module.exports = { mergeFeeds };
