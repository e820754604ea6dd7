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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.polyak.augment.Augmenter;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.PcaColour;
import org.polyak.augment.transform.RandomScaleCrop;
import org.polyak.augment.transform.Rotation;

/**
 * Decoded images of 400x350 to normalised floats of 224x224: short side 256 to 480, a crop; what
 * else is done is a parameter.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PhotoPolicy {

  private static final int HEIGHT = 350;
  private static final int WIDTH = 400;
  private static final int SIDE = 224;
  private static final int VALUES = 3 * SIDE * SIDE;
  private static final int BATCH = 32;

  /** {@code crop}; {@code resnet}: with flip and PCA colour; {@code rotation}: with a turn. */
  @Param({"crop", "resnet", "rotation"})
  private String policy;

  private final byte[][] images = new byte[64][HEIGHT * WIDTH * 3];
  private final float[] batch = new float[BATCH * VALUES];
  private Augmenter augmenter;
  private long epoch;

  /** Noise: what a pixel is makes no difference. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    for (byte[] image : images) {
      random.nextBytes(image);
    }
    RandomScaleCrop crop = new RandomScaleCrop(256, 480, SIDE);
    AugmentationPolicy chosen =
        new AugmentationPolicy(
            switch (policy) {
              case "crop" -> List.of(crop);
              case "resnet" -> List.of(crop, new HorizontalFlip(0.5), new PcaColour(0.1));
              default -> List.of(crop, new Rotation(-15, 15));
            });
    augmenter =
        new Augmenter(
            chosen,
            new Normalization(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225)),
            new ColourComponents(
                List.of(0.2175, 0.0188, 0.0045),
                List.of(
                    List.of(-0.5675, -0.5808, -0.5836),
                    List.of(0.7192, -0.0045, -0.6948),
                    List.of(0.4009, -0.8140, 0.4203))),
            SIDE,
            SIDE,
            1);
  }

  /** A batch; the rate is that of images. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float[] batch() {
    epoch = (epoch + 1) % 1000;
    for (int i = 0; i < BATCH; i++) {
      int image = (int) ((epoch * BATCH + i) % images.length);
      augmenter.apply(epoch, image, images[image], HEIGHT, WIDTH, batch, i * VALUES);
    }
    return batch;
  }
}
