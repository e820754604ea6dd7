package org.polyak.pipeline.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
}
