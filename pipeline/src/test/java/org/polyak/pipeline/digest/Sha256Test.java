package org.polyak.pipeline.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Sha256Test {

  /** NIST's examples of FIPS 180: the empty message, and "abc". */
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void digestsAreThoseOfTheStandard() {
    assertThat(Sha256.hex(new byte[0])).isEqualTo(EMPTY);
    assertThat(Sha256.hex("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(ABC);
  }

  @Test
  void digestsAreNotShared() {
    MessageDigest other = Sha256.start();
    other.update((byte) 1);
    MessageDigest digest = Sha256.start();
    digest.update("xabc".getBytes(StandardCharsets.US_ASCII), 1, 3);
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(ABC);
  }
}
