package org.polyak.pipeline.image;

import java.util.Locale;
import org.polyak.pipeline.dataset.RejectionReason;

/** Bytes that are no image that can be read; the message is one line: expected, found. */
public final class UndecodableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;

  private UndecodableException(RejectionReason reason, String message) {
    // Without a stack trace: it is an answer, and there may be very many.
    super(message, null, false, false);
    this.reason = reason;
  }

  /** One of empty, truncated, corrupt, unsupported and too large. */
  public RejectionReason reason() {
    return reason;
  }

  static UndecodableException of(RejectionReason reason, String format, Object... arguments) {
    String message = String.format(Locale.ROOT, format, arguments);
    return new UndecodableException(reason, message.replaceAll("\\s+", " ").strip());
  }

  static UndecodableException truncated(ImageFormat in, String format, Object... arguments) {
    return of(RejectionReason.TRUNCATED, in.name() + ": " + format, arguments);
  }

  static UndecodableException corrupt(ImageFormat in, String format, Object... arguments) {
    return of(RejectionReason.CORRUPT, in.name() + ": " + format, arguments);
  }

  static UndecodableException unsupported(ImageFormat in, String format, Object... arguments) {
    return of(RejectionReason.UNSUPPORTED, in.name() + ": " + format, arguments);
  }

  static UndecodableException tooLarge(ImageFormat in, String format, Object... arguments) {
    return of(RejectionReason.TOO_LARGE, in.name() + ": " + format, arguments);
  }
}
