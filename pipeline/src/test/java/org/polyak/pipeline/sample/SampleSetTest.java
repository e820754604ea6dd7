package org.polyak.pipeline.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SampleSetTest {

  private static final int RECORD = 3073;

  @Test
  void sameSeedGivesSameBytesWhereverTheyAreMade() {
    byte[] whole = new SampleSet(7).records(false, 0, 50);
    byte[] part = new SampleSet(7).records(false, 20, 30);
    assertThat(part).isEqualTo(Arrays.copyOfRange(whole, 20 * RECORD, 30 * RECORD));
    assertThat(new SampleSet(8).records(false, 0, 50)).isNotEqualTo(whole);
    assertThat(new SampleSet(7).records(true, 0, 50)).isNotEqualTo(whole);
  }

  /** Guards against a change of the pictures that forgets to raise the generator's version. */
  @Test
  void picturesAreThoseOfGeneratorOne() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(new SampleSet(7).records(false, 0, 100));
    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("e4c99894c86e95f3e64b8f52c745d55b913dbc6d291f78e62455245a45c25368");
  }

  @Test
  void everyTenRecordsHoldEveryClassOnceInVaryingOrder() {
    byte[] records = new SampleSet(3).records(true, 0, 200);
    int[] first = labels(records, 0);
    boolean varies = false;
    for (int group = 0; group < 20; group++) {
      int[] order = labels(records, group);
      assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      varies |= !Arrays.equals(order, first);
    }
    assertThat(varies).isTrue();
  }

  @Test
  void classesCannotBeToldApartByWeighingPixels() {
    int train = 3000;
    int test = 600;
    SoftmaxClassifier classifier = new SoftmaxClassifier(RECORD - 1, 10);
    classifier.train(new SampleSet(7).records(false, 0, train), train, 6, 0.01);
    double accuracy = classifier.accuracy(new SampleSet(7).records(true, 0, test), test);
    assertThat(accuracy).isLessThan(0.35);
  }

  @Test
  void partsOfAFileMakeTheWhole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SampleSet(7).write(out, true, 10, 7020);
    assertThat(out.toByteArray()).isEqualTo(new SampleSet(7).records(true, 10, 7020));
  }

  /** A million records are 3 GB: nothing may wait for all of them. */
  @Test
  void aFileMayBeLargerThanAnArray() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("full");
          }
        };
    assertThatThrownBy(() -> new SampleSet(7).write(full, true, 0, 1_000_000))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
  }

  private static int[] labels(byte[] records, int group) {
    int[] labels = new int[10];
    for (int i = 0; i < 10; i++) {
      labels[i] = records[(group * 10 + i) * RECORD];
    }
    return labels;
  }
}
