package org.polyak.augment.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageKeysTest {

  /** FIPS 180-2's examples: SHA-256 of the empty text and of "abc". */
  @Test
  void isTheBeginningOfThePublishedDigest() {
    ImageKeys keys = new ImageKeys();
    assertThat(keys.of("")).isEqualTo(0xe3b0c44298fc1c14L);
    assertThat(keys.of("abc")).isEqualTo(0xba7816bf8f01cfeaL);
  }

  @Test
  void takesIdsOfAnyLengthAndAlphabetOneAfterAnother() throws Exception {
    ImageKeys keys = new ImageKeys();
    List<String> ids =
        List.of("n01440764/a.JPEG", "Größe/猫🐈.png", "x".repeat(5000), "猫".repeat(700), "b");
    for (String id : ids) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      assertThat(keys.of(id)).isEqualTo(ByteBuffer.wrap(digest).getLong());
    }
  }
}
