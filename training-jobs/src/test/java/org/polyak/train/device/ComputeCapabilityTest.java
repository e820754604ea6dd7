package org.polyak.train.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polyak.pipeline.error.PolyakException;

class ComputeCapabilityTest {

  /** NVIDIA's numbers: K40, K80, P100, V100, T4, A100, RTX 3090, RTX 4090, H100, B200, RTX 5090. */
  @ParameterizedTest
  @CsvSource({
    "3, 5, false",
    "3, 7, true",
    "6, 0, true",
    "7, 0, true",
    "7, 5, true",
    "8, 0, true",
    "8, 6, true",
    "8, 9, true",
    "9, 0, false",
    "10, 0, false",
    "12, 0, false"
  })
  void whatTheBackendHasCodeFor(int major, int minor, boolean supported) {
    assertThat(new ComputeCapability(major, minor).isSupported()).isEqualTo(supported);
  }

  @Test
  void hopperIsRefusedByName() {
    assertThatThrownBy(() -> new ComputeCapability(9, 0).check("GPU 3 (NVIDIA H100)"))
        .isInstanceOf(PolyakException.class)
        .hasMessageStartingWith("GPU 3 (NVIDIA H100) has compute capability 9.0")
        .hasMessageContaining("3.7 to 8.9");
    assertThatCode(() -> new ComputeCapability(8, 0).check("GPU 0 (A100)"))
        .doesNotThrowAnyException();
  }

  @Test
  void anAddressIsCountedAmongTheVisibleGpus() {
    assertThat(new AssignedDevice("3").index(List.of())).isEqualTo(3);
    assertThat(new AssignedDevice("3").index(List.of("1", "3"))).isEqualTo(1);
    assertThatThrownBy(() -> new AssignedDevice("2").index(List.of("1", "3")))
        .hasMessageContaining("assigned GPU 2, which CUDA_VISIBLE_DEVICES=1,3 hides");
    assertThatThrownBy(() -> new AssignedDevice("GPU-7a").index(List.of()))
        .hasMessageContaining("GPU address GPU-7a: expected a number");
  }

  @Test
  void settingsThatDoNotGoWithGpusAreNamed() {
    assertThatThrownBy(() -> GpuCheck.checkSettings(Devices.GPU, "onednn"))
        .hasMessageContaining("does not go with training.engine: onednn")
        .hasMessageContaining("expected one of auto, nd4j, dl4j");
    assertThatThrownBy(() -> GpuCheck.checkSettings(Devices.GPU, "java"))
        .hasMessageContaining("does not go with training.engine: java");
    assertThatThrownBy(() -> GpuCheck.checkSettings(Devices.GPU, "auto"))
        .as("this build has the backend for processors")
        .hasMessageContaining("./mvnw -Pcuda package");
    assertThatThrownBy(() -> GpuCheck.checkSpark(Devices.GPU, new SparkConf(false)))
        .hasMessageContaining("expected spark.task.resource.gpu.amount=1")
        .hasMessageContaining("found none and none");
    SparkConf shared =
        new SparkConf(false)
            .set("spark.task.resource.gpu.amount", "0.5")
            .set("spark.executor.resource.gpu.amount", "1");
    assertThatThrownBy(() -> GpuCheck.checkSpark(Devices.GPU, shared))
        .hasMessageContaining("found 0.5 and 1");
    assertThatCode(() -> GpuCheck.checkSpark(Devices.CPU, shared)).doesNotThrowAnyException();
    assertThatCode(
            () ->
                GpuCheck.checkSpark(Devices.GPU, shared.set("spark.task.resource.gpu.amount", "1")))
        .doesNotThrowAnyException();
  }
}
