package org.polyak.train.engine.dl4j;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.polyak.pipeline.error.PolyakException;
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

  /**
   * Prepares and loads the library.
   *
   * @throws PolyakException if it does not load here
   */
  public static void load() {
    prepare();
    try {
      // Not lazily, by what needs it first: whatever comes before the backend finds no settings.
      Nd4j.getBackend();
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw PolyakException.internal(
          e,
          "ND4J's native library does not load on this machine (%s): it needs Linux on x86-64 with"
              + " AVX2",
          e.getMessage());
    }
  }

  /** Whether the loaded library has oneDNN or is that for GPUs. */
  public static boolean isAccelerated() {
    return isForGpus() || describe().contains("onednn");
  }

  /** Whether the loaded library is that for GPUs. */
  public static boolean isForGpus() {
    return !Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
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
