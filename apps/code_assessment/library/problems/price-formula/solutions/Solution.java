import java.util.Map;

public class Solution {
    private String formula;
    private Map<String, Integer> values;
    private int at;

    public Long evaluate(String formula, Map<String, Integer> values) {
        this.formula = formula.replace(" ", "");
        this.values = values;
        try {
            return sum();
        } catch (ArithmeticException error) {
            return null;
        }
    }

    private char next() {
        return at < formula.length() ? formula.charAt(at) : ')';
    }

    private long sum() {
        long total = product();
        while (next() == '+' || next() == '-') {
            boolean isPlus = formula.charAt(at++) == '+';
            total += isPlus ? product() : -product();
        }
        return total;
    }

    private long product() {
        long total = factor();
        while (next() == '*' || next() == '/') {
            boolean isTimes = formula.charAt(at++) == '*';
            total = isTimes ? total * factor() : total / factor();
        }
        return total;
    }

    private long factor() {
        if (next() == '-') {
            at++;
            return -factor();
        }
        if (next() == '(') {
            at++;
            long value = sum();
            at++;
            return value;
        }
        int from = at;
        while (Character.isLetterOrDigit(next()) || next() == '_') at++;
        String part = formula.substring(from, at);
        return Character.isDigit(part.charAt(0)) ? Long.parseLong(part) : values.get(part);
    }
}
