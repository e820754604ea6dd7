package org.polyak.pipeline.cli;

import org.apache.hadoop.fs.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** An option's text as a path on a Hadoop file system; what is no path is a usage error. */
public final class PathConverter implements ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "' is not a path: " + e.getMessage());
    }
  }
}
