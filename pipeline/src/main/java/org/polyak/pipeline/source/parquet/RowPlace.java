package org.polyak.pipeline.source.parquet;

import java.util.Locale;
import org.apache.parquet.example.data.Group;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;

/**
 * Where a row stands.
 *
 * @param file for messages
 * @param id of the file in the collection
 * @param split of the file
 * @param row number in the file, from 0
 */
record RowPlace(String file, String id, Split split, long row) {

  /** An id for a row that has none of its own. */
  String rowId() {
    return String.format(Locale.ROOT, "%s/%05d", id, row);
  }

  /**
   * Fails if a column that must not be empty is.
   *
   * @throws PolyakException naming file, row and column
   */
  void require(Group group, String column) {
    if (group.getFieldRepetitionCount(column) == 0) {
      throw PolyakException.data("%s row %d: nothing in the column %s", file, row, column);
    }
  }
}
