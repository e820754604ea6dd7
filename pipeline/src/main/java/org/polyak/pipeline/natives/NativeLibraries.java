package org.polyak.pipeline.natives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Settings of JavaCPP, which loads the native libraries: the image decoder, oneDNN and ND4J. It
 * reads them once in a process, with the first library, so each of the three prepares them before
 * it touches one of JavaCPP's classes; the one that comes later could not.
 */
public final class NativeLibraries {

  /** JavaCPP's setting of the build to load, where a library comes in several. */
  public static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";

  private static final String CUDNN =
      "org/nd4j/linalg/jcublas/bindings/linux-x86_64-cudnn/libjnind4jcuda.so";

  private static final String LOGGER = "org.bytedeco.javacpp.logger";

  private NativeLibraries() {}

  /**
   * Chooses builds that fit the processor, or ND4J's build with cuDNN if this is a build for GPUs,
   * unless a property already says otherwise.
   */
  public static void prepare() {
    if (System.getProperty(EXTENSION) == null) {
      System.setProperty(
          EXTENSION, extension(NativeLibraries.class.getClassLoader(), processorFlags()));
    }
    if (System.getProperty(LOGGER) == null) {
      // On standard error by default, where it warns of every pair of versions that differ.
      System.setProperty(LOGGER, "slf4j");
    }
  }

  /** ND4J's build among what a class loader has. */
  static String extension(ClassLoader classes, List<String> flags) {
    return classes.getResource(CUDNN) == null ? extension(flags) : "-cudnn";
  }

  /** ND4J's build for a processor with these flags; empty for the one without oneDNN. */
  static String extension(List<String> flags) {
    if (flags.containsAll(List.of("avx512f", "avx512bw", "avx512dq", "avx512vl"))) {
      return "-onednn-avx512";
    }
    return flags.contains("avx2") ? "-onednn-avx2" : "";
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
