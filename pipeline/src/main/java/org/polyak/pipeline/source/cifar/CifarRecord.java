package org.polyak.pipeline.source.cifar;

import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.digest.Sha256;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.RawImage;

/** One record as the framework takes it. */
final class CifarRecord {

  private CifarRecord() {}

  /** What is known from the record's place and label; an unknown label names no class. */
  static ListedImage listed(CifarLayout layout, int batch, long index, int label) {
    return new ListedImage(
        layout.id(batch, index),
        layout.batches().get(batch).split(),
        label < layout.classes() ? Integer.toString(label) : null);
  }

  /** The image in a record. */
  static RawImage image(CifarLayout layout, int batch, long index, byte[] record) {
    int label = layout.label(record, 0);
    return new RawImage(
        CifarLayout.position(batch, index),
        listed(layout, batch, index, label),
        label < layout.classes()
            ? new RawImage.Pixels(CifarLayout.SIZE, CifarLayout.SIZE, layout.raster(record))
            : refused(layout, record, label));
  }

  private static RawImage.Refused refused(CifarLayout layout, byte[] record, int label) {
    return new RawImage.Refused(
        RejectionReason.LABEL_UNKNOWN,
        record.length,
        Sha256.hex(record),
        "label %d (expected 0 to %d)".formatted(label, layout.classes() - 1));
  }
}
