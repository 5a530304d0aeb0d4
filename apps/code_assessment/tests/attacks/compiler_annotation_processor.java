// Would run a program within the Java compiler.
// expect: CE AC WA
import javax.annotation.processing.*;
import javax.lang.model.element.*;
import java.util.*;
@SupportedAnnotationTypes("*")
public class Main extends AbstractProcessor {
        public boolean process(Set<? extends TypeElement> all, RoundEnvironment round) { System.err.println("root: run by the compiler"); return false; }
    public static void main(String[] a) { }
}
