package org.polyak.pipeline.source.webdataset;

import java.util.List;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.tar.TarMark;

/**
 * Members that belong together.
 *
 * @param mark where the first one's headers begin
 * @param inputs its images; of a sample without one, the sample itself
 * @param members how many there are
 * @param classKey its class, or null
 */
record Sample(TarMark mark, List<Input> inputs, int members, String classKey) {

  /**
   * An input of a sample.
   *
   * @param position offset of its header
   * @param name of the member, or the sample's key
   * @param content null if contents are not read
   */
  record Input(long position, String name, long size, RawImage.Content content) {}

  Sample {
    inputs = List.copyOf(inputs);
  }

  /** Whether it has an image, which can be read. */
  boolean hasImage() {
    return inputs.stream().anyMatch(input -> !(input.content() instanceof RawImage.Refused));
  }
}
