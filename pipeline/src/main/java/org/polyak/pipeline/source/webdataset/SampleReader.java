package org.polyak.pipeline.source.webdataset;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.source.tar.TarMember;
import org.polyak.pipeline.source.tar.TarReader;

/** Groups the members of a shard's segment to samples, holding one at a time. */
final class SampleReader implements Closeable {

  private final TarReader tar;
  private final MemberRoles roles;
  private final boolean contents;
  private TarMember ahead;

  /**
   * Reads from where {@code tar} stands, which is where a sample begins.
   *
   * @param contents whether images are read; labels always are
   */
  SampleReader(TarReader tar, MemberRoles roles, boolean contents) throws IOException {
    this.tar = tar;
    this.roles = roles;
    this.contents = contents;
    this.ahead = tar.next();
  }

  /** The next sample, or null at the end. */
  Sample next() throws IOException {
    if (ahead == null) {
      return null;
    }
    if (isOutcast(ahead)) {
      TarMember member = ahead;
      ahead = tar.next();
      Sample.Input input =
          new Sample.Input(member.position(), member.name(), member.size(), member.refusal());
      return new Sample(member.mark(), List.of(input), 1, null);
    }
    SampleBuilder sample = new SampleBuilder(roles, contents, ahead);
    do {
      sample.add(tar, ahead);
      ahead = tar.next();
    } while (ahead != null && !isOutcast(ahead) && sample.takes(ahead));
    return sample.sample();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** Whether a member is refused for what it is, and so belongs to no sample. */
  private static boolean isOutcast(TarMember member) {
    return member.refusal() != null && member.refusal().reason() != RejectionReason.TOO_LARGE;
  }
}
