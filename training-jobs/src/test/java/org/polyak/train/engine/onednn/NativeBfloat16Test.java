package org.polyak.train.engine.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;

class NativeBfloat16Test {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "avx512_core_bf16",
        "avx512_core_fp16",
        "avx512_core_amx",
        "avx512_core_amx_fp16",
        "avx10_1_512",
        "avx10_1_512_amx",
        "avx10_1_512_amx_fp16"
      })
  void instructionSetsWithItPass(String isa) {
    assertThatCode(() -> NativeBfloat16.check(isa)).doesNotThrowAnyException();
  }

  /** avx2_vnni_2 converts, but does not multiply. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sse41",
        "avx",
        "avx2",
        "avx2_vnni",
        "avx2_vnni_2",
        "avx512_core",
        "avx512_core_vnni"
      })
  void thoseWithoutAreRefusedInOneMessage(String isa) {
    assertThatThrownBy(() -> NativeBfloat16.check(isa))
        .isInstanceOfSatisfying(
            PolyakException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage(
            "training.compute: bfloat16 takes a processor with AVX512-BF16 or AMX: expected oneDNN's"
                + " avx512_core_bf16 or higher, found %s; set training.compute to float32",
            isa);
  }

  /** oneDNN numbers instruction sets so that one which another contains has a part of its bits. */
  @ParameterizedTest
  @EnumSource(dnnl.cpu_isa.class)
  void isWhatContainsTheFirstThatHasIt(dnnl.cpu_isa isa) {
    int first = dnnl.cpu_isa.avx512_core_bf16.value;
    boolean contained = isa != dnnl.cpu_isa.isa_default && (isa.value & first) == first;
    assertThat(NativeBfloat16.isIn(isa.name())).isEqualTo(contained);
  }
}
