package org.polyak.pipeline.source.imagenet;

import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.tar.MemberLabels;

/**
 * Training images of one class.
 *
 * @param wnid their class
 */
record TrainPlace(String wnid) implements MemberLabels {

  @Override
  public ListedImage listed(String name) {
    // Some archives hold the class's folder and not only its images.
    String file = name.startsWith(wnid + "/") ? name.substring(wnid.length() + 1) : name;
    return new ListedImage("train/" + wnid + "/" + file, Split.TRAIN, wnid);
  }

  /** A file by its path below the folder of training images. */
  static ListedImage ofFile(String path) {
    int slash = path.indexOf('/');
    return new ListedImage(
        "train/" + path, Split.TRAIN, slash < 0 ? null : path.substring(0, slash));
  }
}
