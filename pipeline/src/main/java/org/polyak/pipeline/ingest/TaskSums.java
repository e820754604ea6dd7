package org.polyak.pipeline.ingest;

import java.io.Serializable;
import java.util.BitSet;
import org.apache.spark.util.AccumulatorV2;

/**
 * Adds up what tasks counted, each task once: one that ran twice, because it was slow or its
 * executor was lost, has counted the same, and its second count is dropped. Sums are whole numbers,
 * so the order in which tasks end does not matter.
 */
final class TaskSums extends AccumulatorV2<TaskSums.OfTask, IngestSums> {

  private static final long serialVersionUID = 1L;

  private final int classes;
  private BitSet tasks = new BitSet();
  private IngestSums total;

  /** A task's sums. */
  record OfTask(int task, IngestSums sums) implements Serializable {}

  /**
   * @param classes number of classes
   */
  TaskSums(int classes) {
    this.classes = classes;
    this.total = new IngestSums(classes);
  }

  @Override
  public boolean isZero() {
    return tasks.isEmpty();
  }

  @Override
  public TaskSums copy() {
    TaskSums copy = new TaskSums(classes);
    copy.merge(this);
    return copy;
  }

  @Override
  public void reset() {
    tasks = new BitSet();
    total = new IngestSums(classes);
  }

  @Override
  public void add(OfTask counted) {
    if (!tasks.get(counted.task())) {
      tasks.set(counted.task());
      total.add(counted.sums());
    }
  }

  @Override
  public void merge(AccumulatorV2<OfTask, IngestSums> other) {
    TaskSums sums = (TaskSums) other;
    // What arrives is the count of one task, or of none.
    if (!sums.tasks.isEmpty() && !tasks.intersects(sums.tasks)) {
      tasks.or(sums.tasks);
      total.add(sums.total);
    }
  }

  @Override
  public IngestSums value() {
    return total;
  }
}
