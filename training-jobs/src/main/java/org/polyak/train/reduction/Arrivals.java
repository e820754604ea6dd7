package org.polyak.train.reduction;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.Function2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * Takes what tasks return as they end. {@code collect} would hold the results of all of them until
 * the last one has ended.
 */
final class Arrivals {

  private Arrivals() {}

  /**
   * Computes all partitions as one job.
   *
   * @param sink gets every element once, one after the other, partitions in any order; when this
   *     returns, it has had all of them. If it fails, the job fails
   */
  static <T extends Serializable> void forEach(JavaRDD<T> elements, Consumer<T> sink) {
    List<Object> partitions =
        new ArrayList<>(IntStream.range(0, elements.getNumPartitions()).boxed().toList());
    ClassTag<ArrayList<T>> tag = ClassTag.apply(ArrayList.class);
    Task<T> task = Arrivals::list;
    Function2<Object, ArrayList<T>, BoxedUnit> handler =
        (index, list) -> {
          list.forEach(sink);
          return BoxedUnit.UNIT;
        };
    elements
        .context()
        .runJob(
            elements.rdd(), task, JavaConverters.asScalaBuffer(partitions).toSeq(), handler, tag);
  }

  private static <T> ArrayList<T> list(TaskContext context, Iterator<T> elements) {
    ArrayList<T> list = new ArrayList<>();
    while (elements.hasNext()) {
      list.add(elements.next());
    }
    return list;
  }

  /** What a task does, so that it can be sent. */
  private interface Task<T>
      extends Function2<TaskContext, Iterator<T>, ArrayList<T>>, Serializable {}
}
