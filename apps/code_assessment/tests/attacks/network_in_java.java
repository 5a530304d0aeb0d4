// Opens a connection from Java.
// expect: AC
import java.net.*;
public class Main { public static void main(String[] a) { try { new Socket("1.1.1.1", 80); System.out.println("ESCAPED"); } catch (Throwable error) { System.out.println("held"); } } }
