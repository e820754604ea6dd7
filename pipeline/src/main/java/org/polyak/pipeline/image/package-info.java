/**
 * Images in files to pixels and back: decoding of what photographs come in, resizing and JPEG
 * encoding. Bytes of unknown origin end in a picture or in an {@link UndecodableException}.
 */
package org.polyak.pipeline.image;
