package org.polyak.evaluate.report;

import java.util.List;

/**
 * What the candidates were judged on.
 *
 * @param name of the data set
 * @param split of it, such as {@code test}
 * @param images judged
 * @param classNames by label; any characters
 */
public record DatasetFacts(String name, String split, long images, List<String> classNames) {

  /** Copies the list. */
  public DatasetFacts {
    classNames = List.copyOf(classNames);
  }
}
