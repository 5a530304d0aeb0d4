public class Solution {
    public int firstWrongBracket(String template) {
        int[] openPlaces = new int[template.length()];
        int open = 0;
        for (int place = 0; place < template.length(); place++) {
            char letter = template.charAt(place);
            if ("([{".indexOf(letter) >= 0) openPlaces[open++] = place;
            int kind = ")]}".indexOf(letter);
            if (kind >= 0 && (open == 0 || template.charAt(openPlaces[--open]) != "([{".charAt(kind))) return place;
        }
        return open > 0 ? openPlaces[0] : -1;
    }
}
