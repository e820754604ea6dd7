package org.polyak.pipeline.source.tar;

import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.source.Oversize;
import org.polyak.pipeline.source.RawImage;

/** Which members are not read. */
final class MemberRefusal {

  private static final String FILES = "0\0007S";
  private static final String WITHOUT_CONTENT = "12346";

  private MemberRefusal() {}

  /** Whether a type flag says a regular file. */
  static boolean isFile(char type) {
    return FILES.indexOf(type) >= 0;
  }

  /** Whether nothing follows the header, whatever size it says: of links, devices, pipes. */
  static boolean isWithoutContent(char type) {
    return WITHOUT_CONTENT.indexOf(type) >= 0;
  }

  /** Why a member is refused, or null if it can be read. */
  static RawImage.Refused of(char type, MemberName name, boolean sparse, long size) {
    if (name.problem() != null) {
      return refused(
          RejectionReason.UNSAFE_NAME,
          size,
          name.problem() + " (expected a relative path inside the archive)");
    }
    if (!isFile(type)) {
      return refused(RejectionReason.NOT_A_FILE, size, kind(type) + " (expected a file)");
    }
    if (sparse) {
      return refused(RejectionReason.UNSUPPORTED, size, "a sparse file (expected a plain one)");
    }
    return Oversize.refusal(size);
  }

  private static RawImage.Refused refused(RejectionReason reason, long size, String message) {
    return new RawImage.Refused(reason, size, "", message);
  }

  private static String kind(char type) {
    return switch (type) {
      case '1' -> "a hard link";
      case '2' -> "a symbolic link";
      case '3', '4' -> "a device";
      case '6' -> "a pipe";
      default -> "a member of type 0x%02x".formatted((int) type);
    };
  }
}
