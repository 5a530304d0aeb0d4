// A form with data-autosave and a field "version" goes on from the draft that the server has: what is saved next is written
// upon that one, and refused where somebody else wrote since.
export function goOnFrom(form, version) {
  form.elements.version.value = version;
  // What this tab keeps belongs to what it was typed upon: it never comes back over what was saved since.
  form.dataset.autosave = form.dataset.autosave.replace(/\d+$/, version);
}

document.addEventListener("autosave:saved", ({ target, detail }) => target.elements.version && goOnFrom(target, detail.version));
