package org.polyak.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/techniques.md} names every technique, and nothing that is not there. */
class TechniquesTableTest {

  private static final Pattern ROW = Pattern.compile("\\| ([A-Z][0-9]+) \\|.*\\|");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern KEY =
      Pattern.compile(
          "(?:data|augmentation|network|training|evaluation)\\.(?:[a-z-]+\\.)*([a-z0-9-]+)");

  private static final String NOT_OFFERED = " not offered: ";

  /** An annotation of a test, and then the method, without another one between them. */
  private static final String TEST =
      "(?s)@(?:Test|ParameterizedTest)\\b(?:(?!\\bvoid ).)*+\\bvoid %s\\(";

  private static final Path ROOT = root();
  private static final Map<String, String[]> ROWS = rows();

  @Test
  void everyTechniqueHasARow() {
    List<String> ids = new ArrayList<>();
    IntStream.rangeClosed(1, 9).filter(i -> i != 8).forEach(i -> ids.add("A" + i));
    IntStream.rangeClosed(1, 13).forEach(i -> ids.add("B" + i));
    IntStream.rangeClosed(1, 18).forEach(i -> ids.add("C" + i));
    IntStream.rangeClosed(1, 28).filter(i -> i != 24 && i != 27).forEach(i -> ids.add("E" + i));
    IntStream.rangeClosed(1, 11).forEach(i -> ids.add("F" + i));
    IntStream.rangeClosed(1, 10).forEach(i -> ids.add("G" + i));
    IntStream.rangeClosed(1, 11).forEach(i -> ids.add("H" + i));
    IntStream.of(1, 2, 3, 4, 5, 6, 7, 10, 11).forEach(i -> ids.add("I" + i));
    IntStream.rangeClosed(1, 9).forEach(i -> ids.add("J" + i));
    IntStream.rangeClosed(1, 15).forEach(i -> ids.add("K" + i));
    IntStream.rangeClosed(1, 9).forEach(i -> ids.add("L" + i));
    IntStream.rangeClosed(1, 16).forEach(i -> ids.add("M" + i));
    IntStream.rangeClosed(1, 18).forEach(i -> ids.add("N" + i));
    IntStream.rangeClosed(5, 7).forEach(i -> ids.add("S" + i));
    IntStream.rangeClosed(1, 5).forEach(i -> ids.add("D" + i));
    IntStream.rangeClosed(1, 7).forEach(i -> ids.add("O" + i));
    IntStream.rangeClosed(1, 6).forEach(i -> ids.add("R" + i));
    assertThat(ROWS.keySet()).containsAll(ids);
  }

  @Test
  void whatIsNotOfferedSaysWhyAndNamesNothing() {
    ROWS.forEach(
        (id, cells) -> {
          if (cells[3].startsWith(NOT_OFFERED)) {
            assertThat(cells[3].substring(NOT_OFFERED.length())).as(id).hasSizeGreaterThan(20);
            assertThat(cells[4] + cells[5]).as(id).isBlank();
          }
        });
  }

  @Test
  void everyClassIsThereOnce() {
    List<Path> sources = sources("src/main");
    offered()
        .forEach(
            (id, cells) ->
                assertThat(quoted(cells[4]))
                    .as(id)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(files(sources, name)).as(name).hasSize(1)));
  }

  @Test
  void everyTestIsThere() {
    List<Path> sources = sources("src/test");
    offered()
        .forEach(
            (id, cells) ->
                assertThat(quoted(cells[5]))
                    .as(id)
                    .isNotEmpty()
                    .allSatisfy(
                        name -> {
                          String[] parts = name.split("#", -1);
                          assertThat(parts).as(name).hasSize(2);
                          List<Path> files = files(sources, parts[0]);
                          assertThat(files).as(name).hasSize(1);
                          assertThat(text(files.get(0)))
                              .as(name)
                              .containsPattern(TEST.formatted(parts[1]));
                        }));
  }

  /** A name, and the last part of a key, is a literal of the code that reads it. */
  @Test
  void everyKeyIsRead() {
    String code =
        sources("src/main").stream().map(TechniquesTableTest::text).reduce("", String::concat);
    offered()
        .forEach(
            (id, cells) -> {
              assertThat(quoted(cells[3])).as(id).isNotEmpty();
              for (String name : quoted(cells[3])) {
                Matcher key = KEY.matcher(name);
                if (key.matches()) {
                  assertThat(code.contains("\"" + key.group(1) + "\""))
                      .as(id + " " + name)
                      .isTrue();
                } else if (!name.startsWith("polyak ")) {
                  assertThat(code.contains("\"" + name + "\"")).as(id + " " + name).isTrue();
                }
              }
            });
  }

  /** The checkout that the test runs in. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("docs/techniques.md"))) {
      folder = folder.getParent();
    }
    assertThat(folder).as("a folder above with docs/techniques.md").isNotNull();
    return folder;
  }

  /** Cells by id; the first cell is empty, as before the first bar. */
  private static Map<String, String[]> rows() {
    Map<String, String[]> rows = new TreeMap<>();
    for (String line : text(ROOT.resolve("docs/techniques.md")).split("\n", -1)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String[] cells = line.split("\\|");
        assertThat(cells).as(line).hasSize(6);
        assertThat(rows.put(row.group(1), cells)).as("another row " + row.group(1)).isNull();
      }
    }
    return rows;
  }

  private static Map<String, String[]> offered() {
    Map<String, String[]> offered = new TreeMap<>(ROWS);
    offered.values().removeIf(cells -> cells[3].startsWith(NOT_OFFERED));
    return offered;
  }

  private static List<String> quoted(String cell) {
    return QUOTED.matcher(cell).results().map(match -> match.group(1)).toList();
  }

  /** The files of a class, which may be named with its package. */
  private static List<Path> files(List<Path> sources, String name) {
    String end = "/" + name.replace('.', '/') + ".java";
    return sources.stream().filter(file -> file.toString().endsWith(end)).toList();
  }

  private static List<Path> sources(String folder) {
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path module : modules.map(m -> m.resolve(folder)).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(module)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
