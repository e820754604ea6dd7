package org.polyak.train.device;

import org.polyak.pipeline.error.PolyakException;

/**
 * What generation a GPU is of, by NVIDIA's numbers. nd4j-cuda-11.6 1.0.0-M2.1 holds machine code
 * for 3.7, 5.x, 6.x, 7.x and 8.0 to 8.6, and none that a driver could translate for later ones (no
 * PTX). Code of a major number runs on every later minor number of it, so 8.9 (Ada) works and 9.0
 * (Hopper) does not.
 *
 * @param major such as 8
 * @param minor such as 6
 */
record ComputeCapability(int major, int minor) {

  private static final int OLDEST = 37;
  private static final int NEWEST = 89;

  boolean isSupported() {
    int number = 10 * major + minor;
    return number >= OLDEST && number <= NEWEST;
  }

  /**
   * @param gpu for the message
   * @throws PolyakException if ND4J has no code for it
   */
  void check(String gpu) {
    if (!isSupported()) {
      throw PolyakException.usage(
          "%s has compute capability %s; ND4J's CUDA backend (nd4j-cuda-11.6) runs on 3.7 to 8.9,"
              + " from Kepler K80 to Ada, and not on Hopper, Blackwell or later: set"
              + " training.devices to cpu, or use other executors",
          gpu, this);
    }
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
