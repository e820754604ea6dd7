package org.polyak.pipeline.image;

import java.nio.file.Path;

/** Where the images are that are too many or too large for the repository. */
final class SharedImages {

  private SharedImages() {}

  static Path folder(String name) {
    String variable = System.getenv("POLYAK_SHARED_DATA");
    return Path.of(variable == null ? "../../shared/data" : variable)
        .resolve(name)
        .toAbsolutePath();
  }
}
