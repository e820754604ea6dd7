package org.polyak.pipeline.source.folder;

import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.ListedImage;

/**
 * Reads split and class off a path.
 *
 * @param withSplits whether the first folders are splits
 * @param split of all images if they are not
 */
record FolderPlaces(boolean withSplits, Split split) {

  /**
   * What a path says: {@code split/class/…/image} or {@code class/…/image}. Folders within a class
   * belong to it; a file outside of every class has none.
   *
   * @param path relative to the collection
   */
  ListedImage image(String path) {
    int first = path.indexOf('/');
    if (!withSplits) {
      return new ListedImage(path, split, first < 0 ? null : path.substring(0, first));
    }
    if (first < 0) {
      return new ListedImage(path, split, null);
    }
    int second = path.indexOf('/', first + 1);
    String classKey = second < 0 ? null : path.substring(first + 1, second);
    return new ListedImage(path, SplitFolder.of(path.substring(0, first)).orElse(split), classKey);
  }
}
