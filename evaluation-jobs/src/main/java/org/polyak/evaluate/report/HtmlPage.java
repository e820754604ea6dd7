package org.polyak.evaluate.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page as one HTML file that needs nothing else: style, scripts, data and pictures are inside,
 * and its Content-Security-Policy lets the browser load nothing and run only the two scripts that
 * were put in, known by their SHA-256.
 */
public final class HtmlPage {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

  private HtmlPage() {}

  /**
   * The page. The same data gives the same text.
   *
   * @param name of the template and of its script, behind which that of legends stands
   * @param data that the script draws
   */
  public static String render(String name, String title, ObjectNode data) {
    String library = resource("echarts.min.js");
    String script = resource("legend.js") + resource(name + ".js");
    Map<String, String> parts =
        Map.of(
            "title", html(title),
            "library_hash", hash(library),
            "script_hash", hash(script),
            "style", resource("report.css"),
            "data", embeddable(data),
            "library", library,
            "script", script);
    // One pass: what is put in is not searched for placeholders.
    return PLACEHOLDER
        .matcher(resource(name + ".html"))
        .replaceAll(match -> Matcher.quoteReplacement(part(parts, match.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("The page has an unknown placeholder " + name);
    }
    return part;
  }

  /**
   * JSON that ends neither its script element nor opens a comment in it, whatever the names are.
   */
  private static String embeddable(ObjectNode json) {
    return json.toString()
        .replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String hash(String script) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The build lacks the resource " + name);
      }
      // Browsers read every line end as \n before they compare a hash.
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
      if (name.endsWith(".js") && text.toLowerCase(Locale.ROOT).contains("</script")) {
        throw new IllegalStateException(name + " cannot be put inside a page");
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + name, e);
    }
  }
}
