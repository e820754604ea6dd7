package org.polyak.pipeline.dataset;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.polyak.pipeline.error.PolyakException;

/**
 * The directions in which training images vary, most first: eigenvectors of the covariance of their
 * values on the scale 0 to 1.
 *
 * @param eigenvalues variance along each direction, falling, 0 or more
 * @param directions unit vectors, one for each eigenvalue, {@code [height][width][3]} flattened;
 *     the component of largest magnitude is positive
 */
public record PrincipalComponents(double[] eigenvalues, double[][] directions)
    implements Serializable {

  /** Values of the largest images that have them: 32 x 32 x 3. */
  public static final int MAX_VALUES = 3072;

  /** The folder in a data set. */
  public static final String FOLDER = "whitening";

  private static final String FILE = FOLDER + "/part-00000.parquet";

  /** Number of values of an image. */
  public int size() {
    return eigenvalues.length;
  }

  /** Whether a data set has them. */
  public static boolean exist(Configuration hadoop, Path dataset) throws IOException {
    FileSystem fs = dataset.getFileSystem(hadoop);
    return fs.exists(new Path(dataset, FILE));
  }

  /**
   * Reads those of a data set.
   *
   * @param size values of an image
   * @throws PolyakException if the file is damaged or of another size
   */
  public static PrincipalComponents read(Configuration hadoop, Path dataset, int size)
      throws IOException {
    Path file = new Path(dataset, FILE);
    double[] eigenvalues = new double[size];
    double[][] directions = new double[size][];
    int rows = 0;
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), file).withConf(hadoop).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        int component = row.getInteger("component", 0);
        if (component != rows || rows == size) {
          throw PolyakException.data(
              "%s: found component %d, expected 0 to %d in order; run polyak ingest again",
              file, component, size - 1);
        }
        eigenvalues[component] = row.getDouble("eigenvalue", 0);
        directions[component] = direction(row.getGroup("direction", 0), size, file);
        rows++;
      }
    } catch (PolyakException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parquet's own: no magic number, a column that is not there.
      throw PolyakException.data("%s: damaged Parquet file: %s", file, e.getMessage());
    }
    if (rows != size) {
      throw PolyakException.data(
          "%s: has %d components, expected %d; run polyak ingest again", file, rows, size);
    }
    return new PrincipalComponents(eigenvalues, directions);
  }

  private static double[] direction(Group list, int size, Path file) {
    int values = list.getFieldRepetitionCount(0);
    if (values != size) {
      throw PolyakException.data(
          "%s: has a direction of %d values, expected %d; run polyak ingest again",
          file, values, size);
    }
    double[] direction = new double[size];
    for (int i = 0; i < size; i++) {
      direction[i] = list.getGroup(0, i).getDouble(0, 0);
    }
    return direction;
  }
}
