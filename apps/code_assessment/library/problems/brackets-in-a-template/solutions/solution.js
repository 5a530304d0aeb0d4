const PARTNERS = { ")": "(", "]": "[", "}": "{" };

function firstWrongBracket(template) {
  const openPlaces = [];
  for (let place = 0; place < template.length; place++) {
    const letter = template[place];
    if ("([{".includes(letter)) openPlaces.push(place);
    else if (")]}".includes(letter)) {
      if (openPlaces.length === 0 || template[openPlaces.pop()] !== PARTNERS[letter]) return place;
    }
  }
  return openPlaces.length > 0 ? openPlaces[0] : -1;
}

module.exports = { firstWrongBracket };
