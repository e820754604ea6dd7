package org.polyak.train.device;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.dl4j.NativeBackend;

/**
 * The device of the running task.
 *
 * @param address Spark's address of its GPU; empty on processors
 */
public record AssignedDevice(String address) {

  /** Spark's name of the resource. */
  public static final String RESOURCE = "gpu";

  private static final AssignedDevice PROCESSORS = new AssignedDevice("");

  /**
   * Takes the device that Spark has assigned to this task, and binds ND4J in this thread to it.
   *
   * @throws PolyakException if GPUs are asked for and the task has none, or several
   */
  public static AssignedDevice bind(Devices devices) {
    if (devices == Devices.CPU) {
      return PROCESSORS;
    }
    AssignedDevice device = ofTask();
    NativeBackend.prepare();
    // Of a thread: arrays and kernels of what this task computes go there and nowhere else.
    Nd4j.getAffinityManager().unsafeSetDevice(device.index(visible()));
    return device;
  }

  /** What Spark has assigned to the running task. */
  static AssignedDevice ofTask() {
    ResourceInformation gpus = TaskContext.get().resourcesJMap().get(RESOURCE);
    if (gpus == null || gpus.addresses().length != 1) {
      throw PolyakException.usage(
          "training.devices: gpu needs one GPU a task, and Spark has assigned %s: set"
              + " spark.task.resource.gpu.amount=1 and spark.executor.resource.gpu.amount",
          gpus == null ? "none" : Arrays.toString(gpus.addresses()));
    }
    return new AssignedDevice(gpus.addresses()[0]);
  }

  /**
   * The number under which CUDA knows the GPU in this process.
   *
   * @param visible addresses that CUDA_VISIBLE_DEVICES leaves, in its order; empty for all
   */
  int index(List<String> visible) {
    if (!address.matches("\\d{1,4}")) {
      throw PolyakException.usage(
          "GPU address %s: expected a number as scripts/discover-gpus.sh prints it", address);
    }
    if (visible.isEmpty()) {
      return Integer.parseInt(address);
    }
    int index = visible.indexOf(address);
    if (index < 0) {
      throw PolyakException.usage(
          "Spark has assigned GPU %s, which CUDA_VISIBLE_DEVICES=%s hides from the executor",
          address, String.join(",", visible));
    }
    return index;
  }

  /**
   * Checks that ND4J's backend has code for this GPU.
   *
   * @throws PolyakException if it has none
   */
  void checkCapability() {
    int index = index(visible());
    NativeOps ops = NativeOpsHolder.getInstance().getDeviceNativeOps();
    new ComputeCapability(ops.getDeviceMajor(index), ops.getDeviceMinor(index))
        .check("GPU %s (%s)".formatted(address, ops.getDeviceName(index)));
  }

  private static List<String> visible() {
    String variable = System.getenv("CUDA_VISIBLE_DEVICES");
    return variable == null || variable.isBlank()
        ? List.of()
        : Arrays.stream(variable.split(",", -1)).map(String::strip).toList();
  }
}
