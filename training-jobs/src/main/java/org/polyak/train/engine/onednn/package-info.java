/**
 * Networks computed with oneDNN directly: a network and a batch size become a list of native
 * operations over fixed buffers, channels last.
 */
package org.polyak.train.engine.onednn;
