package org.polyak.benchmark.augmentation;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.polyak.augment.Augmenter;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;

/** Images of 32x32 bytes to normalised floats of a batch: padded and cropped, flipped. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CifarPolicy {

  private static final int SIDE = 32;
  private static final int VALUES = 3 * SIDE * SIDE;
  private static final int BATCH = 128;

  private final byte[][] images = new byte[1024][VALUES];
  private final float[] batch = new float[BATCH * VALUES];
  private final Augmenter augmenter =
      new Augmenter(
          AugmentationPolicy.preset("cifar"),
          new Normalization(List.of(0.491, 0.482, 0.447), List.of(0.247, 0.243, 0.262)),
          SIDE,
          SIDE,
          1);
  private long epoch;

  /** Noise: what a pixel is makes no difference. */
  public CifarPolicy() {
    Random random = new Random(1);
    for (byte[] image : images) {
      random.nextBytes(image);
    }
  }

  /** A batch; the rate is that of images. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float[] batch() {
    epoch = (epoch + 1) % 1000;
    for (int i = 0; i < BATCH; i++) {
      int image = (int) ((epoch * BATCH + i) % images.length);
      augmenter.apply(epoch, image, images[image], SIDE, SIDE, batch, i * VALUES);
    }
    return batch;
  }
}
