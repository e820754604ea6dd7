package org.polyak.train.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DownsamplingTest {

  /** LeNet-5 pools twice; CIFAR's residual networks halve twice (He et al. 2015, section 4.2). */
  @Test
  void countsWhatLiesOnOnePath() {
    assertThat(Downsampling.times(network("softmax", 32))).isZero();
    assertThat(Downsampling.times(network("lenet5", 32))).isEqualTo(2);
    assertThat(Downsampling.times(network("resnet20", 32))).isEqualTo(2);
    assertThat(Downsampling.times(network("resnet56", 32))).isEqualTo(2);
  }

  @Test
  void warnsOfSidesThatCannotBeHalved() {
    assertThat(Downsampling.warning(network("resnet20", 32))).isEmpty();
    assertThat(Downsampling.warning(network("resnet20", 28))).isEmpty();
    assertThat(Downsampling.warning(network("softmax", 31))).isEmpty();
    assertThat(Downsampling.warning(network("resnet20", 30)))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("30 x 30 pixels", "halved 2 times, as resnet20", "multiples of 4"));
  }

  private static Network network(String name, int side) {
    return Networks.create(name, new Shape(side, side, 3), 10);
  }
}
