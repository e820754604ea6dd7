/**
 * Collections of labelled images as people have them, one package a layout. A {@link
 * org.polyak.pipeline.source.SourceFormat} recognises a layout and opens it as a {@link
 * org.polyak.pipeline.source.Source}; its containers are indexed, each in a task, which gives a
 * list of what is in them and pieces that tasks then read from start to end.
 */
package org.polyak.pipeline.source;
