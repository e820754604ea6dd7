package org.polyak.pipeline.source.webdataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.source.Oversize;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.tar.TarMember;
import org.polyak.pipeline.source.tar.TarReader;

/** Puts a sample together, member by member, as they lie in the shard. */
final class SampleBuilder {

  /** Far more than a label takes, also among other fields of a JSON object. */
  private static final int MAX_LABEL = 1 << 20;

  private final MemberRoles roles;
  private final boolean contents;
  private final TarMember first;
  private final String key;
  private final List<Sample.Input> images = new ArrayList<>();
  private final List<String> extensions = new ArrayList<>();
  private long held;
  private long size;
  private String labelKey;
  private String jsonKey;

  SampleBuilder(MemberRoles roles, boolean contents, TarMember first) {
    this.roles = roles;
    this.contents = contents;
    this.first = first;
    this.key = MemberParts.of(first.name()).key();
  }

  /** Whether a member belongs to this sample; a second one of its kind begins another sample. */
  boolean takes(TarMember member) {
    MemberParts parts = MemberParts.of(member.name());
    return parts.key().equals(key) && !extensions.contains(parts.extension());
  }

  /** Takes the reader's current member. */
  void add(TarReader tar, TarMember member) throws IOException {
    String extension = MemberParts.of(member.name()).extension();
    extensions.add(extension);
    size += member.size();
    if (roles.isImage(extension)) {
      images.add(
          new Sample.Input(member.position(), member.name(), member.size(), image(tar, member)));
    } else if (roles.isLabel(extension) && member.size() <= MAX_LABEL) {
      byte[] label = tar.content();
      labelKey = ClassNumber.ofText(label);
    } else if (extension.equals(MemberRoles.JSON) && member.size() <= MAX_LABEL) {
      jsonKey = ClassNumber.ofJson(tar.content(), roles.field());
    }
  }

  Sample sample() {
    boolean labelled = extensions.stream().anyMatch(roles::isLabel);
    return new Sample(
        first.mark(),
        images.isEmpty() ? List.of(withoutImage()) : images,
        extensions.size(),
        labelled ? labelKey : jsonKey);
  }

  /** The images of a sample wait for its label, so that together they must fit into memory. */
  private RawImage.Content image(TarReader tar, TarMember member) throws IOException {
    RawImage.Refused refusal =
        member.refusal() == null ? Oversize.refusal(held + member.size()) : member.refusal();
    if (refusal != null || !contents) {
      return refusal;
    }
    held += member.size();
    return new RawImage.Encoded(tar.content());
  }

  private Sample.Input withoutImage() {
    String found = extensions.equals(List.of("")) ? "no extension" : String.join(", ", extensions);
    String message =
        "sample without image: it has %s (expected %s)".formatted(found, roles.expectedImage());
    return new Sample.Input(
        first.position(),
        key,
        size,
        new RawImage.Refused(RejectionReason.UNSUPPORTED, size, "", message));
  }
}
