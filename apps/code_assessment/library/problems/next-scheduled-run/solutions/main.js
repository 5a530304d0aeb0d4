"use strict";

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MOST_DAYS = 45 * 366;
const DAY = 86_400_000;

function valuesOf(field, [least, most]) {
  const values = new Array(most + 1).fill(false);
  for (const part of field.split(",")) {
    const [span, step = "1"] = part.split("/");
    const [first, last = first] = span === "*" ? [least, most] : span.split("-");
    for (let value = Number(first); value <= Number(last); value += Number(step)) values[value] = true;
  }
  return values;
}

function nextRun(start, rule) {
  const [minutes, hours, days, months, weekdays] = rule.map((field, at) => valuesOf(field, RANGES[at]));
  const firstDay = days.indexOf(true);
  if (!LONGEST_MONTHS.some((length, month) => months[month + 1] && length >= firstDay)) return "never";
  const from = start + 60_000;
  let day = from - (from % DAY);
  for (let tried = 0; tried < MOST_DAYS; tried++, day += DAY) {
    const date = new Date(day);
    if (!months[date.getUTCMonth() + 1] || !days[date.getUTCDate()] || !weekdays[date.getUTCDay()]) continue;
    for (let minute = Math.max(0, (from - day) / 60_000); minute < 1440; minute++) {
      if (hours[Math.floor(minute / 60)] && minutes[minute % 60]) {
        return new Date(day + minute * 60_000).toISOString().slice(0, 16).replace("T", " ");
      }
    }
  }
  return "never";
}

for (const line of require("fs").readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [date, time, ...rule] = line.split(" ");
  console.log(nextRun(Date.parse(`${date}T${time}:00Z`), rule));
}
