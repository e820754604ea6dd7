package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class HashOrderTest {

  /** The digest of "abc" is the first example of FIPS 180-2. */
  @Test
  void keyIsTheBeginningOfTheDigest() {
    ImageKey key = ImageKey.of("abc");
    assertThat(HashOrder.text(key)).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
    assertThat(key.draw()).isEqualTo(0x414140de5dae2223L);
  }

  @Test
  void filesHoldEqualRangesOfKeys() {
    assertThat(HashOrder.file(new ImageKey(0, 0), 7)).isZero();
    assertThat(HashOrder.file(new ImageKey(-1, 0), 7)).isEqualTo(6);
    for (int i = 0; i < 1000; i++) {
      ImageKey key = ImageKey.of("id" + i);
      BigInteger exact =
          new BigInteger(HashOrder.text(key).substring(0, 16), 16)
              .multiply(BigInteger.valueOf(7))
              .shiftRight(Long.SIZE);
      assertThat(HashOrder.file(key, 7)).isEqualTo(exact.intValueExact());
      assertThat(HashOrder.file(key, 1)).isZero();
    }
  }
}
