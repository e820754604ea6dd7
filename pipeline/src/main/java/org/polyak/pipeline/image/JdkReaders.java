package org.polyak.pipeline.image;

import java.util.Iterator;
import java.util.List;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import org.polyak.pipeline.error.PolyakException;

/** The image readers that come with Java itself, whatever others are on the class path. */
final class JdkReaders {

  private JdkReaders() {}

  /**
   * The provider of readers for a format.
   *
   * @param format such as {@code tif}
   */
  static ImageReaderSpi provider(String format) {
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (all.hasNext()) {
      ImageReaderSpi provider = all.next();
      if ("java.desktop".equals(provider.getClass().getModule().getName())
          && List.of(provider.getFormatNames()).contains(format)) {
        return provider;
      }
    }
    throw PolyakException.internal(null, "this Java has no reader for images of format %s", format);
  }
}
