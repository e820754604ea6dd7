package org.polyak.evaluate.predict;

import java.io.Serializable;
import java.util.Set;
import scala.runtime.AbstractFunction1;

/** Whether a partition is among those to be computed, as Spark asks. */
final class Chosen extends AbstractFunction1<Object, Object> implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Set<Integer> partitions;

  Chosen(Set<Integer> partitions) {
    this.partitions = partitions;
  }

  @Override
  public Object apply(Object partition) {
    return partitions.contains(partition);
  }
}
