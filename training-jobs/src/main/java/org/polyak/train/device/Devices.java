package org.polyak.train.device;

import java.util.List;
import org.polyak.pipeline.config.Section;

/** What replicas compute on. */
public enum Devices {
  /** The cores of their tasks. */
  CPU,
  /** One GPU each, assigned by Spark. */
  GPU;

  /** Reads {@code training.devices}. */
  public static Devices read(Section training) {
    return training.oneOf("devices", "cpu", List.of("cpu", "gpu")).equals("gpu") ? GPU : CPU;
  }
}
