// Types whose finding out takes time that doubles with each call.
// expect: CE
public class Main {
    static <T> T f(T a) { return a; }
    static <A, B> java.util.function.Function<A, B> g(java.util.function.Function<? super A, ? extends B> a) { return null; }
    static void h() {
        var x = g(a -> g(b -> g(c -> g(d -> g(e -> g(f -> g(i -> g(j -> g(k -> g(l -> g(m -> g(n -> 1))))))))))));
    }
    public static void main(String[] args) { int wrong = "held"; }
}
