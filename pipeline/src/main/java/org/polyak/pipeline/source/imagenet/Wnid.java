package org.polyak.pipeline.source.imagenet;

import java.util.regex.Pattern;

/** The id of a WordNet synset: {@code n} and eight digits. */
final class Wnid {

  private static final Pattern WNID = Pattern.compile("n[0-9]{8}");
  private static final String TAR = ".tar";

  private Wnid() {}

  static boolean isWnid(String text) {
    return WNID.matcher(text).matches();
  }

  /** Whether a name is that of a class's archive, such as {@code n01440764.tar}. */
  static boolean isArchive(String name) {
    return name.endsWith(TAR) && isWnid(ofArchive(name));
  }

  /** The class of an archive. */
  static String ofArchive(String name) {
    return name.substring(0, name.length() - TAR.length());
  }
}
