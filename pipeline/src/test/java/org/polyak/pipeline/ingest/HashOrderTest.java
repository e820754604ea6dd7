package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class HashOrderTest {

  /** The digest of "abc" is the first example of FIPS 180-2. */
  @Test
  void keyIsTheBeginningOfTheDigest() {
    assertThat(HashOrder.key("abc")).isEqualTo("ba7816bf8f01cfea");
  }

  @Test
  void filesHoldEqualRangesOfKeys() {
    assertThat(HashOrder.file("0000000000000000", 7)).isZero();
    assertThat(HashOrder.file("ffffffffffffffff", 7)).isEqualTo(6);
    for (int i = 0; i < 1000; i++) {
      String key = HashOrder.key("id" + i);
      BigInteger exact =
          new BigInteger(key, 16).multiply(BigInteger.valueOf(7)).shiftRight(Long.SIZE);
      assertThat(HashOrder.file(key, 7)).isEqualTo(exact.intValueExact());
      assertThat(HashOrder.file(key, 1)).isZero();
    }
  }
}
