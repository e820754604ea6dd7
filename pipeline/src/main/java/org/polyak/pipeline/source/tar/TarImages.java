package org.polyak.pipeline.source.tar;

import java.io.IOException;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/** Reads the members of a segment as images. */
final class TarImages implements RawImages {

  private final TarReader tar;
  private final MemberLabels labels;

  TarImages(TarReader tar, MemberLabels labels) {
    this.tar = tar;
    this.labels = labels;
  }

  @Override
  public RawImage next() throws IOException {
    TarMember member = tar.next();
    if (member == null) {
      return null;
    }
    RawImage.Content content =
        member.refusal() == null ? new RawImage.Encoded(tar.content()) : member.refusal();
    return new RawImage(member.position(), labels.listed(member.name()), content);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
