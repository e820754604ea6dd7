package org.polyak.augment.random;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.polyak.pipeline.error.PolyakException;

/**
 * Keys of images for {@link RandomStream}: the first 8 bytes, big-endian, of the SHA-256 of the id
 * in UTF-8. Among a million images two share a key with a probability below 10^-7, and would then
 * only share their draws. Keeps its buffers; one for each thread.
 */
public final class ImageKeys {

  private final MessageDigest sha256;
  private final CharsetEncoder utf8 =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final byte[] digest = new byte[32];
  private CharBuffer characters = CharBuffer.allocate(256);
  private ByteBuffer bytes = byteBufferFor(characters);

  /** Without anything in its buffers. */
  public ImageKeys() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw PolyakException.internal(e, "This Java has no SHA-256, which every Java must have");
    }
  }

  /** The key of the image of that id. */
  public long of(String id) {
    if (id.length() > characters.capacity()) {
      characters = CharBuffer.allocate(2 * id.length());
      bytes = byteBufferFor(characters);
    }
    id.getChars(0, id.length(), characters.array(), 0);
    characters.clear().limit(id.length());
    bytes.clear();
    utf8.reset();
    utf8.encode(characters, bytes, true);
    utf8.flush(bytes);
    sha256.update(bytes.array(), 0, bytes.position());
    try {
      sha256.digest(digest, 0, digest.length);
    } catch (DigestException e) {
      throw PolyakException.internal(e, "SHA-256 gave no 32 bytes");
    }
    long key = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      key = key << Byte.SIZE | (digest[i] & 0xFF);
    }
    return key;
  }

  /** UTF-8 takes three bytes at most for a char, four for a pair of them. */
  private static ByteBuffer byteBufferFor(CharBuffer characters) {
    return ByteBuffer.allocate(3 * characters.capacity());
  }
}
