package org.polyak.evaluate.predict;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Predictors that stay in an executor between tasks, so that networks are compiled, and the memory
 * of their activations is fetched from the system, once for each core and not for each slice. A
 * task takes one out and puts it back when its slice is done. They keep nothing of a slice, so
 * predictions do not depend on it.
 */
final class WarmPredictors {

  private static final Map<String, Queue<List<InputPredictor>>> IDLE = new ConcurrentHashMap<>();

  private WarmPredictors() {}

  /** Takes out predictors of a pass, or makes them. Idle ones of other passes are closed. */
  static List<InputPredictor> take(String pass, Supplier<List<InputPredictor>> maker) {
    IDLE.keySet().stream().filter(key -> !key.equals(pass)).forEach(WarmPredictors::close);
    Queue<List<InputPredictor>> idle = IDLE.get(pass);
    List<InputPredictor> warm = idle == null ? null : idle.poll();
    return warm == null ? maker.get() : warm;
  }

  /** Puts them back; nothing of a slice is left in them. */
  static void putBack(String pass, List<InputPredictor> predictors) {
    IDLE.computeIfAbsent(pass, key -> new ConcurrentLinkedQueue<>()).add(predictors);
  }

  /** Closes the idle ones of a pass in this process. */
  static void close(String pass) {
    Queue<List<InputPredictor>> idle = IDLE.remove(pass);
    if (idle != null) {
      for (List<InputPredictor> one = idle.poll(); one != null; one = idle.poll()) {
        one.forEach(InputPredictor::close);
      }
    }
  }

  /** Those that wait for a task of a pass in this process. */
  static int idle(String pass) {
    Queue<List<InputPredictor>> idle = IDLE.get(pass);
    return idle == null ? 0 : idle.size();
  }
}
