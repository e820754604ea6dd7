package org.polyak.augment.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.polyak.augment.batch.Mixing;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.transform.Composite;
import org.polyak.augment.transform.Transform;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;

/**
 * What is done to each training image: transforms in the order in which they are applied. Two
 * policies of equal transforms are equal, whether named or listed.
 *
 * @param transforms applied first to last; empty for none
 * @param interpolation of all geometry, which is done at once
 * @param border what lies around images
 * @param mixing what is done to the images of a batch with each other, behind all transforms
 */
public record AugmentationPolicy(
    List<Transform> transforms, Interpolation interpolation, Border border, Mixing mixing)
    implements Serializable {

  /** The recipe's section. */
  public static final String SECTION = "augmentation";

  /** Of a transform with more parts than this their number is shown. */
  private static final int SHOWN_PARTS = 4;

  private static final MathContext SHOWN_DIGITS = new MathContext(4);

  private static final String POLICY = "policy";
  private static final String TRANSFORMS = "transforms";
  private static final String INTERPOLATION = "interpolation";
  private static final String BORDER = "border";
  private static final String MIXUP = "mixup";
  private static final String CUTMIX = "cutmix";

  /** Keeps a list that cannot change. */
  public AugmentationPolicy {
    transforms = List.copyOf(transforms);
    if (transforms.size() > RandomStream.INDICES) {
      throw new IllegalArgumentException(
          "Invalid policy: %d transforms (expected %d at most)"
              .formatted(transforms.size(), RandomStream.INDICES));
    }
  }

  /** With bilinear interpolation, and the training images' mean around images. */
  public AugmentationPolicy(List<Transform> transforms) {
    this(transforms, Interpolation.BILINEAR, Border.MEAN, Mixing.NONE);
  }

  /** Leaves images as they are. */
  public static AugmentationPolicy none() {
    return new AugmentationPolicy(List.of());
  }

  /**
   * The preset of a name.
   *
   * @throws PolyakException naming the known ones, if there is none
   */
  public static AugmentationPolicy preset(String name) {
    return Presets.find(name);
  }

  /** Names of the presets. */
  public static List<String> presets() {
    return Presets.names();
  }

  /**
   * Reads the section {@code augmentation} of a recipe: either {@code policy}, the name of a
   * preset, or {@code transforms}, a list of mappings with {@code name} and that transform's
   * parameters. A recipe with neither does not augment. {@code interpolation}, {@code border},
   * {@code mixup} and {@code cutmix} (with {@code alpha}) are for both. Problems are left in the
   * recipe.
   *
   * @param root the recipe's top level
   */
  public static AugmentationPolicy read(Section root) {
    return readContent(root.section(SECTION));
  }

  /**
   * Reads a policy alone, as {@link #read} reads the content of its section.
   *
   * @param section where its keys stand; one without transforms and preset is a problem
   */
  public static AugmentationPolicy readAlone(Section section) {
    AugmentationPolicy policy = readContent(section);
    if (!section.has(POLICY) && !section.has(TRANSFORMS)) {
      section.problem(POLICY, "expected policy or transforms, found neither");
    }
    return policy;
  }

  private static AugmentationPolicy readContent(Section section) {
    boolean named = section.has(POLICY);
    boolean listed = section.has(TRANSFORMS);
    AugmentationPolicy policy = none();
    if (named || !listed) {
      policy = preset(section.oneOf(POLICY, "none", presets()));
    }
    if (listed || !named) {
      TransformReaders readers = new TransformReaders();
      List<Transform> transforms = readers.list(section);
      if (transforms.size() > RandomStream.INDICES) {
        section.problem(
            TRANSFORMS,
            "%d transforms (expected %d at most)"
                .formatted(transforms.size(), RandomStream.INDICES));
      } else if (listed) {
        policy = new AugmentationPolicy(transforms);
      }
    }
    Interpolation interpolation =
        one(section, INTERPOLATION, Interpolation.values(), policy.interpolation());
    Border border = one(section, BORDER, Border.values(), policy.border());
    if (named && listed) {
      section.problem(POLICY, "expected either policy or transforms, found both");
    }
    Mixing mixing =
        section.has(MIXUP) || section.has(CUTMIX)
            ? new Mixing(alpha(section, MIXUP, 0.2), alpha(section, CUTMIX, 1))
            : policy.mixing();
    return new AugmentationPolicy(policy.transforms(), interpolation, border, mixing);
  }

  /** Of a section that is there; 0 of one that is not. */
  private static double alpha(Section section, String key, double standard) {
    return section.has(key)
        ? section.section(key).decimal("alpha", standard, Mixing.LEAST_ALPHA, Mixing.GREATEST_ALPHA)
        : 0;
  }

  private static <E extends Enum<E>> E one(Section section, String key, E[] values, E standard) {
    List<String> names = Arrays.stream(values).map(AugmentationPolicy::key).toList();
    return values[names.indexOf(section.oneOf(key, key(standard), names))];
  }

  private static String key(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * As it stands in manifests: {@code {"interpolation": …, "border": …, "transforms": [{"name": …,
   * parameters …}, …]}}, which is also what a recipe may hold.
   */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put(INTERPOLATION, key(interpolation));
    json.put(BORDER, key(border));
    if (mixing.mixupAlpha() > 0) {
      json.putObject(MIXUP).put("alpha", mixing.mixupAlpha());
    }
    if (mixing.cutmixAlpha() > 0) {
      json.putObject(CUTMIX).put("alpha", mixing.cutmixAlpha());
    }
    ArrayNode list = json.putArray(TRANSFORMS);
    transforms.forEach(transform -> list.add(entry(transform)));
    return json;
  }

  private static ObjectNode entry(Transform transform) {
    ObjectNode entry = Json.object();
    entry.put("name", transform.name());
    entry.setAll(parameters(transform));
    if (transform instanceof Composite composite) {
      ArrayNode parts = entry.putArray(TRANSFORMS);
      composite.transforms().forEach(part -> parts.add(entry(part)));
    }
    return entry;
  }

  /** For people: {@code pad-and-crop padding=4, horizontal-flip probability=0.5}, or none. */
  @Override
  public String toString() {
    List<String> parts =
        new ArrayList<>(transforms.stream().map(AugmentationPolicy::describe).toList());
    if (mixing.mixupAlpha() > 0) {
      parts.add("mixup alpha=" + mixing.mixupAlpha());
    }
    if (mixing.cutmixAlpha() > 0) {
      parts.add("cutmix alpha=" + mixing.cutmixAlpha());
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  private static String describe(Transform transform) {
    StringBuilder text = new StringBuilder(transform.name());
    ObjectNode parameters = parameters(transform);
    if (transform instanceof Composite composite) {
      parameters.remove(TRANSFORMS);
      List<Transform> parts = composite.transforms();
      text.append(
          parts.size() > SHOWN_PARTS
              ? " (%d transforms)".formatted(parts.size())
              : parts.stream()
                  .map(AugmentationPolicy::describe)
                  .collect(Collectors.joining(", ", " (", ")")));
    }
    parameters
        .fields()
        .forEachRemaining(
            p -> text.append(' ').append(p.getKey()).append('=').append(shown(p.getValue())));
    return text.toString();
  }

  private static String shown(JsonNode value) {
    return value.isDouble()
        ? BigDecimal.valueOf(value.doubleValue())
            .round(SHOWN_DIGITS)
            .stripTrailingZeros()
            .toPlainString()
        : value.asText();
  }

  private static ObjectNode parameters(Transform transform) {
    return (ObjectNode) Json.tree(transform);
  }
}
