package org.polyak.train.averaging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.polyak.train.device.AssignedDevice;

/**
 * Replicas that stay in an executor between rounds, so that networks and native buffers are made
 * once. A task takes its replica out and puts it back when the round is done; if it is not there
 * (first round, new executor, another attempt of the same task has it), a new one is made. This is
 * the only state that outlives a task, and results do not depend on it.
 */
final class WarmReplicas {

  private static final Map<String, Replica> IDLE = new ConcurrentHashMap<>();

  private WarmReplicas() {}

  /**
   * Takes out the replica, or makes it.
   *
   * @param device where the task computes: a replica that was made on another cannot be used
   */
  static Replica take(TrainingSpec spec, int number, AssignedDevice device) {
    Replica warm = IDLE.remove(name(spec, number));
    if (warm != null && warm.device().equals(device)) {
      return warm;
    }
    if (warm != null) {
      warm.close();
    }
    return new Replica(spec, number, device);
  }

  /** Puts it back; if another attempt was faster, one of the two is closed. */
  static void putBack(TrainingSpec spec, int number, Replica replica) {
    Replica other = IDLE.put(name(spec, number), replica);
    if (other != null) {
      other.close();
    }
  }

  /** Closes those of a run in this process. */
  static void close(String key) {
    for (String name : IDLE.keySet()) {
      if (name.startsWith(key + "/")) {
        Replica replica = IDLE.remove(name);
        if (replica != null) {
          replica.close();
        }
      }
    }
  }

  private static String name(TrainingSpec spec, int number) {
    return spec.key() + "/" + number;
  }
}
