package org.polyak.pipeline.source.files;

import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.source.Piece;

/** Cuts a list of image files into bundles. */
public final class FileBundles {

  /** Opening a file takes storage longer than reading a small one; many go to many tasks. */
  private static final int MAX_FILES = 1024;

  private FileBundles() {}

  /**
   * Bundles of about {@link Piece#TARGET_BYTES} and at most 1024 files each, that together hold all
   * files in their order; none if there are none.
   */
  public static List<FileBundle> of(List<FileBundle.ImageFile> files) {
    List<FileBundle> bundles = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      bytes += files.get(i).length();
      int to = i + 1;
      if (bytes >= Piece.TARGET_BYTES || to - from == MAX_FILES || to == files.size()) {
        bundles.add(new FileBundle(files.subList(from, to)));
        from = to;
        bytes = 0;
      }
    }
    return bundles;
  }
}
