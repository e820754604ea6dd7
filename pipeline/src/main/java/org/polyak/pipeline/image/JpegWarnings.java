package org.polyak.pipeline.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.spi.ImageReaderSpi;

/**
 * What is wrong with a JPEG file, in libjpeg's words. The fast library counts its warnings and
 * prints them, but does not hand them out; Java's own reader, of the same origin, does.
 */
final class JpegWarnings {

  private final ImageReaderSpi provider = JdkReaders.provider("jpeg");

  /** The first warning or the error of a decoding; empty if Java's reader has nothing to say. */
  Optional<String> first(byte[] bytes) {
    List<String> warnings = new ArrayList<>();
    try (BytesInput input = new BytesInput(bytes)) {
      ImageReader reader = provider.createReaderInstance();
      try {
        reader.addIIOReadWarningListener(new Listener(warnings));
        reader.setInput(input, true, true);
        reader.readRaster(0, null);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The reader has no rule for what it throws on damaged files; it is the answer here.
      warnings.add(String.valueOf(e.getMessage()));
    }
    return warnings.stream().findFirst();
  }

  private record Listener(List<String> warnings) implements IIOReadWarningListener {
    @Override
    public void warningOccurred(ImageReader source, String warning) {
      warnings.add(warning);
    }
  }
}
