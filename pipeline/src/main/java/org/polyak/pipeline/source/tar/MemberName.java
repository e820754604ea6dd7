package org.polyak.pipeline.source.tar;

import java.util.ArrayList;
import java.util.List;

/**
 * What a member is called.
 *
 * @param text as {@link TarMember#name()} has it
 * @param problem why it is unsafe, or null
 */
record MemberName(String text, String problem) {

  /** As long as paths get on common systems. */
  private static final int MAX_LENGTH = 4096;

  private static final int SHOWN = 200;

  static MemberName of(String found) {
    String problem = problem(found);
    return problem == null
        ? new MemberName(String.join("/", parts(found)), null)
        : new MemberName(printable(found), problem);
  }

  private static String problem(String found) {
    if (found.length() > MAX_LENGTH) {
      return "a name of %d characters (expected at most %d)".formatted(found.length(), MAX_LENGTH);
    }
    if (found.chars().anyMatch(Character::isISOControl)) {
      return "a name with control characters";
    }
    if (found.startsWith("/")) {
      return "an absolute name";
    }
    if (found.indexOf('\\') >= 0) {
      return "a name with a backslash";
    }
    if (found.matches("[A-Za-z]:.*")) {
      return "a name with a drive letter";
    }
    List<String> parts = parts(found);
    if (parts.contains("..")) {
      return "a name that climbs out of its folder";
    }
    return parts.isEmpty() || found.endsWith("/") ? "a name of a folder" : null;
  }

  private static List<String> parts(String found) {
    List<String> parts = new ArrayList<>();
    for (String part : found.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** Nothing that a terminal or a table would act on. */
  private static String printable(String found) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(found.length(), SHOWN); i++) {
      char c = found.charAt(i);
      text.append(Character.isISOControl(c) ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    return found.length() > SHOWN ? text + "..." : text.toString();
  }
}
