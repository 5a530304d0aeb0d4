import java.util.Arrays;

public class Solution {
    public String[] matchingNames(String[] names, String pattern) {
        return Arrays.stream(names).filter(name -> fits(name, pattern)).toArray(String[]::new);
    }

    private static boolean fits(String name, String pattern) {
        int at = 0;
        int place = 0;
        int star = -1;
        int afterStar = -1;
        while (at < name.length()) {
            char sign = place < pattern.length() ? pattern.charAt(place) : '/';
            if (sign == '*') {
                star = place++;
                afterStar = at;
            } else if (sign == '?' || sign == name.charAt(at)) {
                at++;
                place++;
            } else if (star >= 0) {
                at = ++afterStar;
                place = star + 1;
            } else {
                return false;
            }
        }
        while (place < pattern.length() && pattern.charAt(place) == '*') place++;
        return place == pattern.length();
    }
}
