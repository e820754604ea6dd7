package org.polyak.train.engine.onednn;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.natives.NativeLibraries;

/** The native library: loading, threads, description. */
final class OneDnnLibrary {

  private OneDnnLibrary() {}

  /**
   * Loads the library, once in a process.
   *
   * @throws PolyakException if there is none for this machine
   */
  static void load() {
    NativeLibraries.prepare();
    try {
      Loader.load(dnnl.class);
      // Finds OpenMP here already, where a failure becomes one message; every call sets its own.
      setThreads(1);
    } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError e) {
      throw PolyakException.internal(
          e,
          "oneDNN's native library does not load on %s %s (%s): it needs Linux on x86-64; set"
              + " training.engine to dl4j",
          System.getProperty("os.name"),
          System.getProperty("os.arch"),
          e.getMessage());
    }
  }

  /** Sets the threads of computations that the calling thread starts. */
  static void setThreads(int threads) {
    OpenMp.SET_THREADS.invokeVoid(new Object[] {threads});
  }

  /** Version and instruction set, such as {@code oneDNN 3.11.0, avx512_core_bf16}. */
  static String describe() {
    dnnl_version_t version = dnnl.dnnl_version();
    return "oneDNN %d.%d.%d, %s"
        .formatted(version.major(), version.minor(), version.patch(), instructionSet());
  }

  /**
   * The instruction set that is used, such as {@code avx512_core_bf16}: the processor's, or the
   * lower one that the environment variable {@code ONEDNN_MAX_CPU_ISA} names.
   */
  static String instructionSet() {
    return dnnl.get_effective_cpu_isa().toString();
  }

  /**
   * The OpenMP runtime that oneDNN is bound to. oneDNN has no call for the number of threads of its
   * own, and an environment variable cannot be set from within a running executor. The function is
   * looked up from oneDNN's library, since a process may hold several copies of OpenMP.
   */
  private static final class OpenMp {
    /** Local: JNA opens for all by default, and ND4J has a oneDNN of its own to bind to. */
    private static final int RTLD_LAZY = 1;

    private static final Function SET_THREADS =
        NativeLibrary.getInstance(path(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_LAZY))
            .getFunction("omp_set_num_threads");

    private static String path() {
      return Loader.getLoadedLibraries().entrySet().stream()
          .filter(entry -> entry.getKey().startsWith("dnnl@"))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElseThrow(() -> new UnsatisfiedLinkError("libdnnl is not where JavaCPP loads from"));
    }
  }
}
