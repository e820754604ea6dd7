package org.polyak.pipeline.ingest;

/**
 * Cross-validation: the training images are cut into folds, and one fold is the validation split.
 *
 * @param count number of folds, at least 2; 0 for no cross-validation
 * @param fold which of them is set aside, from 1; 0 for no cross-validation
 */
record Folds(int count, int fold) {

  static final int MOST = 1000;

  /** All training images, but for what else is set aside, are trained on. */
  static final Folds NONE = new Folds(0, 0);

  /**
   * What an option or a recipe says.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  static Folds of(int count, int fold) {
    if (count == 0 && fold != 0) {
      throw new IllegalArgumentException(
          "fold %d of how many? give the number of folds too".formatted(fold));
    }
    if (count != 0 && (count < 2 || count > MOST)) {
      throw new IllegalArgumentException("expected 2 to %d folds, found %d".formatted(MOST, count));
    }
    if (fold == 0 && count != 0) {
      throw new IllegalArgumentException(
          "which of the %d folds is validated? give it too, from 1 to %d".formatted(count, count));
    }
    if (fold < 0 || fold > count) {
      throw new IllegalArgumentException("expected fold 1 to %d, found %d".formatted(count, fold));
    }
    return new Folds(count, fold);
  }

  /** Whether there is one to set aside. */
  boolean given() {
    return count > 0;
  }

  /** How many of a number of images go to the fold if they are dealt out to all folds in turn. */
  long of(long images) {
    return before(images, fold);
  }

  /** How many of the images from {@code first} to {@code last - 1} are dealt to a fold. */
  long dealt(long first, long last, int toFold) {
    return before(last, toFold) - before(first, toFold);
  }

  private long before(long images, int toFold) {
    return (images - toFold + count) / count;
  }
}
