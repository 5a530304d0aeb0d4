// Memory beside the heap, which the limit of the heap does not know.
// expect: MLE RE
import java.lang.reflect.Field;

public class Main {
    public static void main(String[] args) throws Exception {
        Field field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        sun.misc.Unsafe unsafe = (sun.misc.Unsafe) field.get(null);
        while (true) {
            long place = unsafe.allocateMemory(1 << 24);
            unsafe.setMemory(place, 1 << 24, (byte) 1);
        }
    }
}
