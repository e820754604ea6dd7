package org.polyak.train.network.zoo;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.polyak.pipeline.config.Section;

/** All families, by the names that recipes give their members. */
public final class Zoo {

  private Zoo() {}

  /** Readers of a network's options; problems are left in the section. */
  public static Map<String, Function<Section, Architecture>> byName() {
    Map<String, Function<Section, Architecture>> readers = new HashMap<>();
    readers.put("softmax", section -> new Softmax());
    readers.put("two-layer", TwoLayer::read);
    LeNet.register(readers);
    AlexNet.register(readers);
    Vgg.register(readers);
    readers.put("googlenet", GoogLeNet::read);
    readers.put("inception-v3", InceptionV3::read);
    ResidualFamilies.register(readers);
    DenseNet.register(readers);
    readers.put("all-cnn-c", AllConvolutional::read);
    return readers;
  }
}
