package org.polyak.train.device;

import java.util.Collections;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.Engines;

/** Whether replicas can have a GPU each, found out before anything is read or written. */
public final class GpuCheck {

  private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final String TASK = "spark.task.resource.gpu.amount";
  private static final String EXECUTOR = "spark.executor.resource.gpu.amount";

  private GpuCheck() {}

  /**
   * Checks what the driver knows.
   *
   * @param engine as in the recipe
   * @throws PolyakException if something is missing, saying what
   */
  public static void checkSettings(Devices devices, String engine) {
    if (devices == Devices.CPU) {
      return;
    }
    Engines.checkForGpus(engine);
    if (!isPresent(CUDA_BACKEND)) {
      throw PolyakException.usage(
          "training.devices: gpu, but this build has ND4J's backend for processors: build with"
              + " ./mvnw -Pcuda package, or set training.devices to cpu");
    }
  }

  /**
   * Checks what Spark is asked for.
   *
   * @throws PolyakException if replicas would not have a GPU each
   */
  public static void checkSpark(Devices devices, SparkConf conf) {
    if (devices == Devices.CPU) {
      return;
    }
    if (!conf.get(TASK, "").equals("1") || conf.get(EXECUTOR, "").isEmpty()) {
      throw PolyakException.usage(
          "training.devices: gpu takes one GPU a replica: expected %s=1 and %s=<GPUs of an"
              + " executor>, found %s and %s; see docs/gpu.md",
          TASK, EXECUTOR, conf.get(TASK, "none"), conf.get(EXECUTOR, "none"));
    }
  }

  /**
   * Checks in as many tasks as there are replicas that the backend has code for their GPUs.
   *
   * @throws PolyakException if it has none for one of them
   */
  public static void checkGpus(Devices devices, JavaSparkContext spark, int replicas) {
    if (devices == Devices.CPU) {
      return;
    }
    spark
        .parallelize(Collections.nCopies(replicas, 0), replicas)
        .foreach(task -> AssignedDevice.bind(Devices.GPU).checkCapability());
  }

  private static boolean isPresent(String name) {
    try {
      Class.forName(name, false, GpuCheck.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
