import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks ({@code --check}) or rewrites ({@code --write}) every Java file below a folder. */
public class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("--write");
    Formatter formatter = new Formatter();
    if (!Files.isDirectory(Path.of(args[1]))) {
      return; // the parent module has no sources
    }
    List<Path> files;
    try (var walk = Files.walk(Path.of(args[1]))) {
      files = walk.filter(path -> path.toString().endsWith(".java")).sorted().toList();
    }
    List<Path> different = new ArrayList<>();
    for (Path file : files) {
      String source = Files.readString(file);
      String formatted = formatter.formatSourceAndFixImports(source);
      if (!formatted.equals(source)) {
        different.add(file);
        if (write) {
          Files.writeString(file, formatted);
        }
      }
    }
    if (!write && !different.isEmpty()) {
      different.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Run: mvn -q -Pformat compile");
      System.exit(1);
    }
  }
}
