package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.fs.GlobPattern;
import org.polyak.pipeline.error.PolyakException;

/**
 * Which inputs the user wants left out. In a pattern {@code *} stands for any characters, {@code ?}
 * for one, {@code [ab]} and {@code {a,b}} for a choice. A pattern with a slash is compared with the
 * whole id, one without with what follows the id's last slash.
 *
 * @param patterns at least one of them must fit
 */
record Skip(List<String> patterns) implements Serializable {

  /**
   * Keeps a list that serialises.
   *
   * @throws PolyakException if a pattern is malformed
   */
  Skip {
    patterns = List.copyOf(patterns);
    for (String pattern : patterns) {
      try {
        GlobPattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw PolyakException.usage("--skip %s: not a pattern: %s", pattern, e.getDescription());
      }
    }
  }

  /** Whether an input of this id is to be left out. */
  boolean fits(String id) {
    if (patterns.isEmpty()) {
      return false;
    }
    String name = id.substring(id.lastIndexOf('/') + 1);
    return patterns.stream()
        .anyMatch(p -> GlobPattern.compile(p).matcher(p.contains("/") ? id : name).matches());
  }
}
