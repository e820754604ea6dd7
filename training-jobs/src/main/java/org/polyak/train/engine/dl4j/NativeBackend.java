package org.polyak.train.engine.dl4j;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.polyak.pipeline.natives.NativeLibraries;

/**
 * Chooses and describes ND4J's native library. Must be prepared in every JVM before any class of
 * ND4J is used, since the choice is made once, when the library is loaded.
 */
public final class NativeBackend {

  private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  private NativeBackend() {}

  /** Chooses the oneDNN build that fits the processor, unless a property already says otherwise. */
  public static void prepare() {
    NativeLibraries.prepare();
    if (System.getProperty(HELPERS_DISABLED) == null) {
      System.setProperty(HELPERS_DISABLED, "false");
    }
  }

  /** Sets the threads that native operations called from this thread use. */
  public static void setThreads(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /** The loaded library, such as {@code nd4j-native onednn-avx512}. */
  public static String describe() {
    String extension = System.getProperty(NativeLibraries.EXTENSION, "");
    return Nd4j.getBackend().getClass().getSimpleName()
        + (extension.isEmpty() ? "" : " " + extension.substring(1));
  }
}
