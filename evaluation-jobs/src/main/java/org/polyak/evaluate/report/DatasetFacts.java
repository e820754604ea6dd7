package org.polyak.evaluate.report;

import java.util.List;
import java.util.Map;

/**
 * What the candidates were judged on.
 *
 * @param name of the data set
 * @param split of it, such as {@code test}
 * @param images judged
 * @param classNames by label; any characters
 * @param quarantined inputs that ingest did not take, by reason, over all splits
 */
public record DatasetFacts(
    String name,
    String split,
    long images,
    List<String> classNames,
    Map<String, Long> quarantined) {

  /** Copies list and map. */
  public DatasetFacts {
    classNames = List.copyOf(classNames);
    quarantined = new java.util.TreeMap<>(quarantined);
  }
}
