// A list that grows for ever.
// expect: MLE
import java.util.*;
public class Main { public static void main(String[] a) { List<long[]> kept = new ArrayList<>(); while (true) kept.add(new long[100000]); } }
