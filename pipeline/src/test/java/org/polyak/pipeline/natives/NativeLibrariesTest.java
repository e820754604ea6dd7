package org.polyak.pipeline.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

  @Test
  void buildFitsTheProcessor() {
    assertThat(NativeLibraries.extension(List.of("sse2"))).isEmpty();
    assertThat(NativeLibraries.extension(List.of("avx", "avx2", "avx512f")))
        .isEqualTo("-onednn-avx2");
    assertThat(
            NativeLibraries.extension(
                List.of("avx2", "avx512f", "avx512bw", "avx512dq", "avx512vl")))
        .isEqualTo("-onednn-avx512");
  }

  @Test
  void aBuildForGpusTakesCudnn(@TempDir Path folder) throws IOException {
    List<String> flags = List.of("avx2");
    ClassLoader own = NativeLibraries.class.getClassLoader();
    assertThat(NativeLibraries.extension(own, flags)).isEqualTo("-onednn-avx2");
    Path natives =
        Files.createDirectories(
            folder.resolve("org/nd4j/linalg/jcublas/bindings/linux-x86_64-cudnn"));
    Files.createFile(natives.resolve("libjnind4jcuda.so"));
    try (URLClassLoader withGpus = new URLClassLoader(new URL[] {folder.toUri().toURL()}, own)) {
      assertThat(NativeLibraries.extension(withGpus, flags)).isEqualTo("-cudnn");
    }
  }
}
