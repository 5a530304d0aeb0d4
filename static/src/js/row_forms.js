// Rows of a form that can be added and taken away, and numbers that must make a sum. Without a script the form has empty
// rows, and the server adds up.
document.addEventListener("click", (event) => {
  const adds = event.target.closest("[data-adds-row]");
  const removes = event.target.closest("[data-removes-row]");
  if (adds) add(adds.closest("[data-rows-form]").querySelector("[data-rows-of]"));
  else if (removes) remove(removes.closest("[data-row]"));
});

// Enter in a row goes on to the next one, as in a table, instead of sending the form.
document.addEventListener("keydown", (event) => {
  const row = event.key === "Enter" && event.target.matches("input[type=text], input:not([type])") && event.target.closest("[data-row]");
  if (!row) return;
  event.preventDefault();
  if (row.nextElementSibling) row.nextElementSibling.querySelector("input").focus();
  else if (event.target.value) add(row.parentElement);
});

function add(rows) {
  const row = rows.lastElementChild.cloneNode(true);
  for (const input of row.querySelectorAll("input")) input.value = "";
  for (const select of row.querySelectorAll("select")) select.value = rows.lastElementChild.querySelector(`[name=${select.name}]`).value;
  rows.append(row);
  row.querySelector("input").focus();
}

function remove(row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  if (next) row.remove();
  else for (const input of row.querySelectorAll("input")) input.value = "";
  (next ?? row).querySelector("input").focus();
}

function addUp(group) {
  const sum = [...group.querySelectorAll("input")].reduce((all, one) => all + (Number(one.value) || 0), 0);
  const place = group.querySelector("[data-sum-now]");
  place.textContent = sum === Number(group.dataset.sum) ? "" : `${sum} / ${group.dataset.sum}`;
}

document.addEventListener("input", (event) => {
  const group = event.target.closest("[data-sum]");
  if (group) addUp(group);
});
