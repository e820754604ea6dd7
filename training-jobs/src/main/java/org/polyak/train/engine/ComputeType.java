package org.polyak.train.engine;

import java.util.Arrays;
import java.util.List;
import org.polyak.pipeline.config.Section;
import org.polyak.train.device.Devices;

/**
 * What the passes of training compute in. Parameters, their gradients, what the optimiser holds,
 * the statistics of batch normalisation, logits and loss have 32 bits in either.
 *
 * <p>bfloat16 is the upper half of a float32: a sign, 8 bits of exponent and 7 of fraction, so that
 * rounding to the nearest changes a number by 2<sup>-8</sup> of itself at most. In it are
 * activations and their gradients, where several are added too, and the copies of weights that each
 * pass makes; products are summed in float32.
 *
 * <p>Parameters stay float32 since a step smaller than 2<sup>-9</sup> of a weight, as most are, is
 * less than half the way to the weight's neighbour in bfloat16 and would be lost by rounding (the
 * master weights of Micikevicius et al. 2018, "Mixed precision training", section 3.1). Their other
 * remedy, to scale the loss, is for float16, whose 5 bits of exponent do not reach as far down as
 * gradients do; bfloat16 has the exponent of float32 and needs none (Kalamkar et al. 2019, "A study
 * of bfloat16 for deep learning training").
 */
public enum ComputeType {
  /** IEEE 754 binary32. */
  FLOAT32,
  /** 16 bits with the exponent of float32. */
  BFLOAT16;

  /** The only engine that computes in more than float32. */
  private static final String ENGINE = "onednn";

  /** The word in a recipe. */
  public String key() {
    return this == FLOAT32 ? "float32" : "bfloat16";
  }

  /**
   * Reads {@code training.compute}.
   *
   * @param engine as in the recipe
   */
  public static ComputeType read(Section training, String engine, Devices devices) {
    List<String> keys = Arrays.stream(values()).map(ComputeType::key).toList();
    ComputeType type = values()[keys.indexOf(training.oneOf("compute", FLOAT32.key(), keys))];
    if (type != FLOAT32) {
      boolean able = engine.equals(ENGINE) || engine.equals(Engines.AUTO);
      if (!able || devices != Devices.CPU) {
        training.problem(
            "compute",
            "%s is computed by the engine %s on processors alone: found engine %s, devices %s"
                .formatted(type.key(), ENGINE, engine, devices == Devices.CPU ? "cpu" : "gpu"));
      }
    }
    return type;
  }
}
