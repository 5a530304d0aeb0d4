function finishTimes(arrivals, durations, slice) {
  const finished = new Array(arrivals.length).fill(0);
  const left = [...durations];
  const queue = [];
  let front = 0;
  let time = 0;
  let coming = 0;
  const welcome = () => {
    while (coming < arrivals.length && arrivals[coming] <= time) queue.push(coming++);
  };
  while (front < queue.length || coming < arrivals.length) {
    if (front === queue.length) time = Math.max(time, arrivals[coming]);
    welcome();
    const job = queue[front++];
    const worked = Math.min(slice, left[job]);
    time += worked;
    left[job] -= worked;
    welcome();
    if (left[job] > 0) queue.push(job);
    else finished[job] = time;
  }
  return finished;
}

module.exports = { finishTimes };
