package io.github.unlearn4j.run.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * What draws the charts: Apache ECharts, taken from the class path into the page, and {@code
 * report.js}. The page stays one file that needs no network.
 */
final class ChartScript {
  private static final String PROPERTIES = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";
  private static final String LIBRARY =
      "/META-INF/resources/webjars/echarts/%s/dist/echarts.min.js";

  private ChartScript() {}

  /** The scripts, to stand at the end of a page that has charts. */
  static String html() {
    return "<script>%s</script>%n<script>%n%s</script>%n"
        .formatted(library(), PageTemplate.resource("report.js"));
  }

  /** The library as it is published, its licence at the top. */
  static String library() {
    return new String(bytes(LIBRARY.formatted(version())), StandardCharsets.UTF_8);
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream stream = ChartScript.class.getResourceAsStream(PROPERTIES)) {
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static byte[] bytes(String resource) {
    try (InputStream stream = ChartScript.class.getResourceAsStream(resource)) {
      return stream.readAllBytes();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
