package org.polyak.train.engine.dl4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Chooses and describes ND4J's native library. Must be prepared in every JVM before any class of
 * ND4J is used, since the choice is made once, when the library is loaded.
 */
public final class NativeBackend {

  private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
  private static final String HELPERS_DISABLED = "org.eclipse.deeplearning4j.helpers.disable";

  private static final String LOGGER = "org.bytedeco.javacpp.logger";

  private NativeBackend() {}

  /** Chooses the oneDNN build that fits the processor, unless a property already says otherwise. */
  public static void prepare() {
    if (System.getProperty(EXTENSION) == null) {
      System.setProperty(EXTENSION, extension(processorFlags()));
    }
    if (System.getProperty(LOGGER) == null) {
      // On standard error by default, where it warns of every pair of versions that differ.
      System.setProperty(LOGGER, "slf4j");
    }
    if (System.getProperty(HELPERS_DISABLED) == null) {
      System.setProperty(HELPERS_DISABLED, "false");
    }
  }

  /** The build for a processor with these flags; empty for the one without oneDNN. */
  static String extension(List<String> flags) {
    if (flags.containsAll(List.of("avx512f", "avx512bw", "avx512dq", "avx512vl"))) {
      return "-onednn-avx512";
    }
    return flags.contains("avx2") ? "-onednn-avx2" : "";
  }

  /** Sets the threads that native operations called from this thread use. */
  public static void setThreads(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /** The loaded library, such as {@code nd4j-native onednn-avx512}. */
  public static String describe() {
    String extension = System.getProperty(EXTENSION, "");
    return Nd4j.getBackend().getClass().getSimpleName()
        + (extension.isEmpty() ? "" : " " + extension.substring(1));
  }

  private static List<String> processorFlags() {
    Path cpuInfo = Path.of("/proc/cpuinfo");
    try {
      return Files.readAllLines(cpuInfo, StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> Arrays.asList(line.split("\\s+")))
          .orElse(List.of());
    } catch (IOException e) {
      // No Linux, or no /proc: the build without extensions runs everywhere.
      return List.of();
    }
  }
}
