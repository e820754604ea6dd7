package org.polyak.train.run;

import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.config.TrainingConfig;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.engine.Engines;

/** Whether executors can train in the type of a recipe, found out before anything is written. */
public final class ComputeCheck {

  private ComputeCheck() {}

  /**
   * Asks in as many tasks as there are replicas. An executor that gets none of them, or comes
   * later, refuses when it makes its first replica.
   *
   * @param config with a resolved engine
   * @throws PolyakException if one cannot, with what it says
   */
  public static void checkExecutors(TrainingConfig config, JavaSparkContext spark) {
    if (config.compute() == ComputeType.FLOAT32) {
      return;
    }
    int replicas = config.replicas();
    String engine = config.engine();
    ComputeType compute = config.compute();
    List<String> problems =
        spark
            .parallelize(Collections.nCopies(replicas, 0), replicas)
            .map(task -> problem(engine, compute))
            .filter(problem -> !problem.isEmpty())
            .collect();
    if (!problems.isEmpty()) {
      throw PolyakException.usage("%s (on an executor)", problems.get(0));
    }
  }

  private static String problem(String engine, ComputeType compute) {
    try {
      Engines.check(engine, compute);
      return "";
    } catch (PolyakException e) {
      return e.getMessage();
    }
  }
}
