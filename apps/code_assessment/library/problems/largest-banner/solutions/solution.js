function largestBanner(heights) {
  let best = [0, 0, 0];
  const starts = [];
  const tops = [];
  for (let house = 0; house <= heights.length; house++) {
    const height = house < heights.length ? heights[house] : -1;
    let start = house;
    while (tops.length > 0 && tops[tops.length - 1] >= height) {
      start = starts.pop();
      const area = (house - start) * tops.pop();
      const isBetter =
        area > best[0] ||
        (area > 0 && area === best[0] && (start < best[1] || (start === best[1] && house - 1 < best[2])));
      if (isBetter) best = [area, start, house - 1];
    }
    starts.push(start);
    tops.push(height);
  }
  return best;
}

module.exports = { largestBanner };
