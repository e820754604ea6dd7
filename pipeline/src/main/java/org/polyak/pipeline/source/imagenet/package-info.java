/**
 * ImageNet's classification task (ILSVRC2012 to 2017), as downloaded or unpacked.
 *
 * <p>Its classes are WordNet synsets, each with an id ("wnid") such as {@code n01440764}, and come
 * in two numberings that must not be mixed up:
 *
 * <ul>
 *   <li>the <b>ILSVRC2012 id</b>, 1 to 1000, in no useful order; {@code map_clsloc.txt} gives it,
 *       and {@code ILSVRC2012_validation_ground_truth.txt} consists of such ids;
 *   <li>the <b>label</b>, 0 to 999, a wnid's place among the sorted wnids, which networks are
 *       trained with; a line number of {@code LOC_synset_mapping.txt} less one.
 * </ul>
 *
 * <p>Class keys here are wnids, so that neither number is ever taken for the other.
 */
package org.polyak.pipeline.source.imagenet;
