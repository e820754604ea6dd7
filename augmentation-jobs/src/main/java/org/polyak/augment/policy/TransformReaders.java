package org.polyak.augment.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.polyak.augment.transform.Autocontrast;
import org.polyak.augment.transform.Brightness;
import org.polyak.augment.transform.CentreCrop;
import org.polyak.augment.transform.Compose;
import org.polyak.augment.transform.Contrast;
import org.polyak.augment.transform.Cutout;
import org.polyak.augment.transform.Equalize;
import org.polyak.augment.transform.GaussianBlur;
import org.polyak.augment.transform.GaussianNoise;
import org.polyak.augment.transform.Grayscale;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.Hue;
import org.polyak.augment.transform.Invert;
import org.polyak.augment.transform.Lens;
import org.polyak.augment.transform.PadAndCrop;
import org.polyak.augment.transform.PcaColour;
import org.polyak.augment.transform.Perspective;
import org.polyak.augment.transform.Posterize;
import org.polyak.augment.transform.RandomApply;
import org.polyak.augment.transform.RandomChoice;
import org.polyak.augment.transform.RandomErasing;
import org.polyak.augment.transform.RandomOrder;
import org.polyak.augment.transform.RandomResizedCrop;
import org.polyak.augment.transform.RandomScaleCrop;
import org.polyak.augment.transform.Resize;
import org.polyak.augment.transform.Rotation;
import org.polyak.augment.transform.Saturation;
import org.polyak.augment.transform.Sharpness;
import org.polyak.augment.transform.ShearX;
import org.polyak.augment.transform.ShearY;
import org.polyak.augment.transform.Solarize;
import org.polyak.augment.transform.Stretch;
import org.polyak.augment.transform.Transform;
import org.polyak.augment.transform.TranslationX;
import org.polyak.augment.transform.TranslationY;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.config.Section;

/** The transforms by the names that recipes give them. */
final class TransformReaders {

  private static final String TRANSFORMS = "transforms";

  private final SortedMap<String, Function<Section, Transform>> readers = new TreeMap<>();

  TransformReaders() {
    readers.put(PadAndCrop.NAME, PadAndCrop::read);
    readers.put(HorizontalFlip.NAME, HorizontalFlip::read);
    readers.put(RandomScaleCrop.NAME, RandomScaleCrop::read);
    readers.put(RandomResizedCrop.NAME, RandomResizedCrop::read);
    readers.put(Resize.NAME, Resize::read);
    readers.put(CentreCrop.NAME, CentreCrop::read);
    readers.put(TranslationX.NAME, TranslationX::read);
    readers.put(TranslationY.NAME, TranslationY::read);
    readers.put(Rotation.NAME, Rotation::read);
    readers.put(Stretch.NAME, Stretch::read);
    readers.put(ShearX.NAME, ShearX::read);
    readers.put(ShearY.NAME, ShearY::read);
    readers.put(Lens.NAME, Lens::read);
    readers.put(Perspective.NAME, Perspective::read);
    readers.put(Brightness.NAME, Brightness::read);
    readers.put(Contrast.NAME, Contrast::read);
    readers.put(Saturation.NAME, Saturation::read);
    readers.put(Hue.NAME, Hue::read);
    readers.put(PcaColour.NAME, PcaColour::read);
    readers.put(Grayscale.NAME, Grayscale::read);
    readers.put(Invert.NAME, Invert::read);
    readers.put(Solarize.NAME, Solarize::read);
    readers.put(Posterize.NAME, Posterize::read);
    readers.put(Autocontrast.NAME, Autocontrast::read);
    readers.put(Equalize.NAME, Equalize::read);
    readers.put(Sharpness.NAME, Sharpness::read);
    readers.put(GaussianBlur.NAME, GaussianBlur::read);
    readers.put(GaussianNoise.NAME, GaussianNoise::read);
    readers.put(Cutout.NAME, Cutout::read);
    readers.put(RandomErasing.NAME, RandomErasing::read);
    readers.put(Compose.NAME, section -> parts(section, Compose::new));
    readers.put(RandomChoice.NAME, section -> parts(section, RandomChoice::new));
    readers.put(RandomOrder.NAME, section -> parts(section, RandomOrder::new));
    readers.put(
        RandomApply.NAME,
        section -> {
          double probability = section.decimal("probability", 0.5, 0, 1);
          return parts(section, list -> new RandomApply(probability, list));
        });
  }

  /** All names. */
  List<String> names() {
    return List.copyOf(readers.keySet());
  }

  /** Reads a list of transforms; those with problems are left out. */
  List<Transform> list(Section section) {
    List<Transform> transforms = new ArrayList<>();
    section.list(TRANSFORMS).forEach(item -> read(item).ifPresent(transforms::add));
    return transforms;
  }

  private Optional<Transform> read(Section section) {
    String name = section.text("name", null);
    Function<Section, Transform> reader = name == null ? null : readers.get(name);
    if (reader != null) {
      return Optional.of(reader.apply(section));
    }
    String known = String.join(", ", names());
    if (name != null) {
      section.problem(
          "name",
          "unknown transform \"%s\" (known: %s)%s"
              .formatted(name, known, NearestName.suggestion(name, names())));
    } else if (!section.has("name")) {
      section.problem("name", "missing; expected one of " + known);
    }
    // Its other keys may well be right: nothing can be said of them before the name is.
    section.skip();
    return Optional.empty();
  }

  private Transform parts(Section section, Function<List<Transform>, Transform> composite) {
    List<Transform> parts = list(section);
    if (parts.isEmpty()) {
      section.problem(TRANSFORMS, "empty; expected one transform at least");
      return new HorizontalFlip(0);
    }
    return composite.apply(parts);
  }
}
