package org.polyak.pipeline.source.tar;

import java.io.Serializable;
import org.polyak.pipeline.source.ListedImage;

/** What an archive says of its images by their names. */
@FunctionalInterface
public interface MemberLabels extends Serializable {

  /** What the name of a member says. */
  ListedImage listed(String name);
}
