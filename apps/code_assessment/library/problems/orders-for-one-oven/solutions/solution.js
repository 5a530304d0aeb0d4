function mostOrders(orders) {
  // A heap of durations with the greatest on top.
  const heap = [];

  function push(item) {
    let at = heap.length;
    heap.push(item);
    while (at > 0 && heap[(at - 1) >> 1] < item) {
      heap[at] = heap[(at - 1) >> 1];
      at = (at - 1) >> 1;
    }
    heap[at] = item;
  }

  function pop() {
    const top = heap[0];
    const item = heap.pop();
    if (heap.length === 0) return top;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && heap[child + 1] > heap[child]) child++;
      if (heap[child] <= item) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = item;
    return top;
  }

  let time = 0;
  for (const [minutes, deadline] of [...orders].sort((one, other) => one[1] - other[1])) {
    push(minutes);
    time += minutes;
    if (time > deadline) time -= pop();
  }
  return heap.length;
}

module.exports = { mostOrders };
