package org.polyak.pipeline.source.imagenet;

import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.tar.MemberLabels;

/**
 * Validation images, without folders or in folders of their classes.
 *
 * @param labels of those without folders
 */
record ValidationPlace(ValidationLabels labels) implements MemberLabels {

  @Override
  public ListedImage listed(String name) {
    int slash = name.indexOf('/');
    String key = slash < 0 ? labels.wnid(name) : name.substring(0, slash);
    return new ListedImage("val/" + name, Split.VALIDATION, key);
  }
}
