package org.polyak.train.network.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polyak.pipeline.config.Section;

/** Constants of an enumeration as words of a recipe: {@code LEAKY_RELU} is {@code leaky-relu}. */
final class Choice {

  private Choice() {}

  static <E extends Enum<E>> E read(Section section, String key, E usual) {
    E[] values = usual.getDeclaringClass().getEnumConstants();
    List<String> words = Arrays.stream(values).map(Choice::word).toList();
    return values[words.indexOf(section.oneOf(key, word(usual), words))];
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
