package org.polyak.pipeline.ingest;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.image.UndecodableException;
import org.polyak.pipeline.ingest.ImagePreparation.Prepared;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImage.Content;
import org.polyak.pipeline.source.RawImage.Encoded;
import org.polyak.pipeline.source.RawImage.Pixels;
import org.polyak.pipeline.source.RawImage.Refused;

/** Turns a task's inputs into rows of {@link ImageTable#SCHEMA} and counts them. */
final class Intake {

  private final IngestPlan plan;
  private final ImagePreparation preparation;
  private final Skip skip;
  private final IngestSums sums;
  private final boolean whitening;

  /**
   * @param sums takes what this task counts
   * @param whitening whether images must be small and of one size
   */
  Intake(IngestPlan plan, ImageSettings settings, Skip skip, IngestSums sums, boolean whitening) {
    this.plan = plan;
    this.preparation = new ImagePreparation(settings);
    this.skip = skip;
    this.sums = sums;
    this.whitening = whitening;
  }

  /** The row of an input; null if it is to be left out. */
  Row row(int container, RawImage raw) {
    ListedImage listed = raw.listed();
    if (skip.fits(listed.id())) {
      return null;
    }
    ImageKey key = ImageKey.of(listed.id());
    Place place = new Place(container, raw.position());
    if (raw.content() instanceof Refused refused) {
      return quarantined(listed, refused);
    }
    if (!plan.labels().containsKey(listed.classKey())) {
      String found = listed.classKey() == null ? "none" : listed.classKey();
      return quarantined(
          listed,
          refused(
              RejectionReason.LABEL_UNKNOWN,
              raw.content(),
              "class %s (expected one of %d known ones)".formatted(found, plan.labels().size())));
    }
    if (!plan.isFirst(place, key)) {
      return quarantined(
          listed,
          refused(
              RejectionReason.DUPLICATE_ID,
              raw.content(),
              "another input of this path comes before it"));
    }
    try {
      return image(listed, place, key, prepared(raw.content()));
    } catch (UndecodableException e) {
      return quarantined(listed, refused(e.reason(), raw.content(), e.getMessage()));
    }
  }

  private Row image(ListedImage listed, Place place, ImageKey key, Prepared image) {
    Split split = plan.split(listed.split(), place, key, listed.classKey());
    int label = plan.labels().get(listed.classKey());
    String sha256 = Digests.sha256Hex(image.bytes());
    sums.add(split, listed.id(), label, sha256, image);
    if (whitening) {
      Components.check(sums.size(), listed.id());
    }
    return RowFactory.create(
        split.key(),
        HashOrder.file(key, plan.files().get(split)),
        HashOrder.text(key),
        listed.id(),
        label,
        plan.classes().names().get(label),
        image.width(),
        image.height(),
        image.format(),
        image.bytes(),
        sha256);
  }

  private Prepared prepared(Content content) throws UndecodableException {
    if (content instanceof Pixels pixels) {
      return ImagePreparation.raw(pixels);
    }
    return preparation.prepare(bytes(content));
  }

  private Row quarantined(ListedImage listed, Refused refused) {
    sums.reject(refused.reason());
    return Quarantine.row(listed.id(), refused);
  }

  private static Refused refused(RejectionReason reason, Content content, String message) {
    byte[] bytes = bytes(content);
    return new Refused(reason, bytes.length, Digests.sha256Hex(bytes), message);
  }

  private static byte[] bytes(Content content) {
    if (content instanceof Encoded encoded) {
      return encoded.bytes();
    }
    if (content instanceof Pixels pixels) {
      return pixels.rgb();
    }
    throw new IllegalArgumentException("No bytes in " + content);
  }
}
