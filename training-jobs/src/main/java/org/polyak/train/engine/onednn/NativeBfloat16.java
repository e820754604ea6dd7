package org.polyak.train.engine.onednn;

import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.network.Network;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;

/** Whether training in bfloat16 makes sense: oneDNN imitates it where processors do not have it. */
final class NativeBfloat16 {

  private NativeBfloat16() {}

  /**
   * Whether an instruction set multiplies numbers in bfloat16: AVX512-BF16, and what came after it,
   * AVX10.1 and AMX.
   *
   * @param isa oneDNN's name for it, such as {@code avx512_core_bf16}
   */
  static boolean isIn(String isa) {
    return isa.equals("avx512_core_bf16")
        || isa.startsWith("avx512_core_fp16")
        || isa.startsWith("avx512_core_amx")
        || isa.startsWith("avx10_");
  }

  /**
   * Checks an instruction set.
   *
   * @throws PolyakException if it is not one of those
   */
  static void check(String isa) {
    if (!isIn(isa)) {
      throw PolyakException.usage(
          "training.compute: bfloat16 takes a processor with AVX512-BF16 or AMX: expected oneDNN's"
              + " avx512_core_bf16 or higher, found %s; set training.compute to float32",
          isa);
    }
  }

  /**
   * Checks a network.
   *
   * @throws PolyakException if nothing of it would be computed in bfloat16
   */
  static void check(Network network) {
    boolean none =
        network.nodes().stream()
            .filter(NativeLayers::has)
            .noneMatch(n -> n.layer() instanceof Convolution || n.layer() instanceof Dense);
    if (none) {
      throw PolyakException.usage(
          "%s: oneDNN has none of its convolutions and dense layers, so nothing would be computed in"
              + " bfloat16; set training.compute to %s",
          network.name(), ComputeType.FLOAT32.key());
    }
  }
}
