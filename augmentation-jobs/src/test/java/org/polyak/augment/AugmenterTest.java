package org.polyak.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;

class AugmenterTest {

  private static final int SIDE = 32;
  private static final int SIZE = SIDE * SIDE * 3;
  private static final long SEED = -4_611_686_018_427_387_905L;
  private static final Normalization NORMALIZATION =
      new Normalization(List.of(0.4914, 0.4822, 0.4465), List.of(0.247, 0.2435, 0.2616));
  private static final List<ImageRecord> IMAGES =
      IntStream.range(0, 40).mapToObj(AugmenterTest::image).toList();

  @Test
  void orderDoesNotMatter() {
    float[][] expected = new float[IMAGES.size()][SIZE];
    Augmenter forward = cifar();
    for (int i = 0; i < IMAGES.size(); i++) {
      forward.apply(3, IMAGES.get(i), expected[i], 0);
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, IMAGES.size()).boxed().toList());
    Collections.shuffle(order, new Random(1));
    Augmenter shuffled = cifar();
    for (int i : order) {
      float[] actual = new float[SIZE];
      shuffled.apply(2, IMAGES.get(0), actual, 0);
      shuffled.apply(3, IMAGES.get(i), actual, 0);
      assertThat(actual).isEqualTo(expected[i]);
    }
  }

  @Test
  void threadsDoNotMatter() throws InterruptedException {
    float[] expected = new float[IMAGES.size() * SIZE];
    Augmenter one = cifar();
    for (int i = 0; i < IMAGES.size(); i++) {
      one.apply(0, IMAGES.get(i), expected, i * SIZE);
    }
    float[] actual = new float[IMAGES.size() * SIZE];
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int first = t;
      threads.add(
          new Thread(
              () -> {
                Augmenter own = cifar();
                for (int i = first; i < IMAGES.size(); i += 4) {
                  own.apply(0, IMAGES.get(i), actual, i * SIZE);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void epochSeedAndIdEachMatter() {
    float[] a = output(cifar(), 0, IMAGES.get(0));
    assertThat(output(cifar(), 0, IMAGES.get(0))).isEqualTo(a);
    assertThat(differs(a, epoch -> output(cifar(), epoch, IMAGES.get(0)))).isTrue();
    assertThat(
            differs(
                a,
                seed ->
                    output(
                        new Augmenter(
                            AugmentationPolicy.preset("cifar"), NORMALIZATION, SIDE, SIDE, seed),
                        0,
                        IMAGES.get(0))))
        .isTrue();
    byte[] pixels = IMAGES.get(0).image();
    assertThat(
            differs(
                a,
                i ->
                    output(
                        cifar(),
                        0,
                        new ImageRecord("renamed/" + i, 0, SIDE, SIDE, "rgb8", pixels, ""))))
        .isTrue();
  }

  @Test
  void withoutTransformsItIsTheNormalizer() {
    float[] expected = new float[SIZE];
    new Normalizer(NORMALIZATION, SIDE, SIDE).apply(IMAGES.get(1).image(), expected, 0);
    Augmenter none = new Augmenter(AugmentationPolicy.none(), NORMALIZATION, SIDE, SIDE, SEED);
    assertThat(output(none, 5, IMAGES.get(1))).isEqualTo(expected);
    none.augment(5, IMAGES.get(1));
    assertThat(none.draws()).isEmpty();
  }

  @Test
  void leavesTheSourceAlone() {
    byte[] before = IMAGES.get(2).image().clone();
    cifar().apply(0, IMAGES.get(2), new float[SIZE], 0);
    assertThat(IMAGES.get(2).image()).isEqualTo(before);
  }

  @Test
  void refusesAnImageOfAnotherSize() {
    ImageRecord small = new ImageRecord("s", 0, 28, 28, "rgb8", new byte[28 * 28 * 3], "");
    assertThatThrownBy(() -> cifar().apply(0, small, new float[SIZE], 0))
        .isInstanceOf(PolyakException.class)
        .hasMessage(
            "Image s has 28 x 28 pixels (rows x columns), of which the augmentation policy"
                + " (pad-and-crop padding=4, horizontal-flip probability=0.5) makes 28 x 28; the"
                + " network takes 32 x 32: change network.input or the policy");
  }

  /**
   * Against a slow reference that shares no code with the product: Philox in big integers, the
   * window by definition, the formula in doubles. The constant was written down when both agreed;
   * it fails if a later version draws otherwise, which would break every earlier experiment.
   */
  @Test
  void drawsAreThoseOfTheReferenceAndOfEarlierVersions() throws Exception {
    CRC32 checksum = new CRC32();
    for (int epoch = 0; epoch < 5; epoch++) {
      for (ImageRecord image : IMAGES) {
        int[] draws = referenceDraws(epoch, image.id());
        Augmenter augmenter = cifar();
        augmenter.augment(epoch, image);
        assertThat(augmenter.draws())
            .containsExactly("row=%d column=%d".formatted(draws[0], draws[1]), "flip=" + draws[2]);
        float[] actual = output(cifar(), epoch, image);
        double[] expected = reference(image.image(), draws);
        for (int i = 0; i < SIZE; i++) {
          if (Math.abs(actual[i] - expected[i]) > 3e-7 * Math.max(1, Math.abs(expected[i]))) {
            assertThat((double) actual[i]).as("%s, value %d", image.id(), i).isEqualTo(expected[i]);
          }
          checksum.update(ByteBuffer.allocate(4).putFloat(actual[i]).array());
        }
      }
    }
    assertThat(checksum.getValue()).isEqualTo(257_639_520L);
  }

  private static double[] reference(byte[] rgb, int[] draws) {
    double[] result = new double[SIZE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int sourceY = y + draws[0] - 4;
        int sourceX = (draws[2] == 1 ? SIDE - 1 - x : x) + draws[1] - 4;
        boolean inside = sourceY >= 0 && sourceY < SIDE && sourceX >= 0 && sourceX < SIDE;
        for (int c = 0; c < 3 && inside; c++) {
          double value = (rgb[(sourceY * SIDE + sourceX) * 3 + c] & 0xFF) / 255.0;
          result[(y * SIDE + x) * 3 + c] =
              (value - NORMALIZATION.mean().get(c)) / NORMALIZATION.deviation().get(c);
        }
      }
    }
    return result;
  }

  /** Row, column, flip; no draw of these streams meets Lemire's rejection (probability 2^-29). */
  private static int[] referenceDraws(int epoch, String id) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    BigInteger key = new BigInteger(1, digest).shiftRight(192);
    BigInteger[] crop = referenceWords(epoch, key, 0);
    BigInteger[] flip = referenceWords(epoch, key, 1);
    BigInteger fraction = flip[0].shiftRight(5).shiftLeft(26).add(flip[1].shiftRight(6));
    return new int[] {
      crop[0].multiply(BigInteger.valueOf(9)).shiftRight(32).intValue(),
      crop[1].multiply(BigInteger.valueOf(9)).shiftRight(32).intValue(),
      fraction.compareTo(BigInteger.ONE.shiftLeft(52)) < 0 ? 1 : 0
    };
  }

  private static BigInteger[] referenceWords(int epoch, BigInteger key, int index) {
    BigInteger mask = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
    BigInteger seed = BigInteger.valueOf(SEED);
    BigInteger[] x = {
      BigInteger.ZERO, BigInteger.valueOf(epoch * 4096L + index), key.and(mask), key.shiftRight(32)
    };
    BigInteger k0 = seed.and(mask);
    BigInteger k1 = seed.shiftRight(32).and(mask);
    for (int round = 0; round < 10; round++) {
      BigInteger p0 = x[0].multiply(new BigInteger("D2511F53", 16));
      BigInteger p1 = x[2].multiply(new BigInteger("CD9E8D57", 16));
      x =
          new BigInteger[] {
            p1.shiftRight(32).xor(x[1]).xor(k0),
            p1.and(mask),
            p0.shiftRight(32).xor(x[3]).xor(k1),
            p0.and(mask)
          };
      k0 = k0.add(new BigInteger("9E3779B9", 16)).and(mask);
      k1 = k1.add(new BigInteger("BB67AE85", 16)).and(mask);
    }
    return x;
  }

  /** Whether any of nine other draws differs; one alone agrees by chance once in 162. */
  private static boolean differs(float[] a, LongFunction<float[]> others) {
    return LongStream.range(1, 10).mapToObj(others).anyMatch(b -> !Arrays.equals(a, b));
  }

  private static float[] output(Augmenter augmenter, long epoch, ImageRecord image) {
    float[] batch = new float[SIZE];
    augmenter.apply(epoch, image, batch, 0);
    return batch;
  }

  private static Augmenter cifar() {
    return new Augmenter(AugmentationPolicy.preset("cifar"), NORMALIZATION, SIDE, SIDE, SEED);
  }

  private static ImageRecord image(int number) {
    byte[] rgb = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) {
      rgb[i] = (byte) (i * 31 + i / 96 * 17 + number * 101);
    }
    return new ImageRecord("train/%05d.png".formatted(number), 0, SIDE, SIDE, "rgb8", rgb, "");
  }
}
