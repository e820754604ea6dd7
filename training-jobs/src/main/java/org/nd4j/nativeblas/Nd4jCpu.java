package org.nd4j.nativeblas;

/**
 * Makes DL4J 1.0.0-M2.1 use oneDNN. Its layers ask a class of this name, which the release no
 * longer has, whether oneDNN may be used, and take its absence for a no. The answer here is yes;
 * whether the loaded library really has oneDNN is still checked by the layers themselves.
 */
public final class Nd4jCpu {

  private Nd4jCpu() {}

  /** What the layers look up by reflection. */
  public static final class Environment {

    private static final Environment INSTANCE = new Environment();

    private Environment() {}

    /** The only instance. */
    public static Environment getInstance() {
      return INSTANCE;
    }

    /** Always true. */
    public boolean isUseMKLDNN() {
      return true;
    }
  }
}
